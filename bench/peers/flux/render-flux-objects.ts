import { basename } from 'node:path';
import type { KubernetesObject } from '@kubernetes/client-node';
import type { BenchRelease } from '../../graphs/bench-graph.ts';
import { helmChartKind, helmReleaseKind, helmRepositoryKind } from './flux-kinds.ts';

interface FluxSources {
  readonly charts: readonly string[];
  readonly namespace: string;
  /** Where the charts are served as a Helm repository. */
  readonly url: string;
}

/** The objects that make Flux fetch the charts: one repository, and one HelmChart that all releases of a chart share. */
export function renderFluxSources({ charts, namespace, url }: FluxSources): readonly KubernetesObject[] {
  const repository = {
    ...helmRepositoryKind,
    metadata: { name: 'charts', namespace },
    spec: { url, interval },
  };
  const helmCharts = charts.map((chart) => ({
    ...helmChartKind,
    metadata: { name: basename(chart), namespace },
    spec: { chart: basename(chart), interval, sourceRef: { kind: 'HelmRepository', name: 'charts' } },
  }));
  return [repository, ...helmCharts];
}

interface HelmReleaseOptions {
  readonly namespace: string;
  /** Where the HelmCharts are. */
  readonly sources: string;
  /** Looks every 2 s instead of every 5 s whether objects are ready, as Helm 3 did. */
  readonly waitsAsHelm3: boolean;
}

/** A release in Flux's words, with what berth tells Helm. */
export function renderHelmRelease(
  release: BenchRelease,
  { namespace, sources, waitsAsHelm3 }: HelmReleaseOptions,
): KubernetesObject {
  const { name, dependencies, chart, values } = release;
  const spec = {
    ...{ releaseName: name, values, interval, timeout: '30m', maxHistory: 2 },
    chartRef: { kind: 'HelmChart', name: basename(chart), namespace: sources },
    ...(dependencies.length > 0 && { dependsOn: dependencies.map((dependency) => ({ name: dependency })) }),
    ...(waitsAsHelm3 && { waitStrategy: { name: 'legacy' } }),
    install: { disableOpenAPIValidation: true, crds: 'Skip' },
    upgrade: { disableOpenAPIValidation: true, crds: 'Skip' },
    uninstall: { deletionPropagation: 'foreground' },
  };
  return { ...helmReleaseKind, metadata: { name, namespace }, ...{ spec } };
}

/** When Flux looks at something that has not changed. Longer than a benchmark, so that nothing but the graph takes its time. */
const interval = '6h';
