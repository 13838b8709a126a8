import type { GoPackage } from '../../../sandbox/cluster/build/go-build.ts';

interface PeerBuild {
  readonly packages: readonly GoPackage[];
  readonly duration: string;
  readonly neededBytes: number;
}

/** What is built for the peers, a module each: their dependencies do not fit into one. The versions are those of each go.mod. */
export const peerModules = {
  helmfile: {
    packages: [{ binary: 'helmfile', importPath: 'github.com/helmfile/helmfile' }],
    duration: '6 minutes',
    neededBytes: 4 * 1024 ** 3,
  },
  flux: {
    packages: ['helm-controller', 'source-controller'].map((binary) => ({
      binary,
      importPath: `github.com/fluxcd/${binary}`,
    })),
    duration: '6 minutes',
    neededBytes: 4 * 1024 ** 3,
  },
} as const satisfies Record<string, PeerBuild>;

export type PeerModule = keyof typeof peerModules;
