const source = 'source.toolkit.fluxcd.io/v1';

export const helmReleaseKind = { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease' } as const;
export const helmChartKind = { apiVersion: source, kind: 'HelmChart' } as const;
export const helmRepositoryKind = { apiVersion: source, kind: 'HelmRepository' } as const;

/** Where the charts' sources and the controllers are at home. */
export const sourcesNamespace = 'bench-flux';

/** Marks what the benchmark put into the cluster for everybody, so that it takes away that and nothing else. */
export const peerLabel = 'bench.berth.dev/peer';
