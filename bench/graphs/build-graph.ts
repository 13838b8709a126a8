import { fileURLToPath } from 'node:url';
import { registryHost } from '../../sandbox/cluster/addresses.ts';
import type { BenchGraph, BenchRelease } from './bench-graph.ts';
import type { Shape } from './shapes.ts';

/** What makes releases ready: a pod that answers, the simulator after a time of each release, or nothing. What is guarded goes slowly. */
export type Readiness =
  | { readonly kind: 'pods' }
  | { readonly kind: 'simulated'; readonly drawMs: () => number }
  | { readonly kind: 'none' }
  | { readonly kind: 'guarded' };

/** Builds the graph of a shape out of the benchmark's own charts. */
export function buildGraph(name: string, shape: Shape, readiness: Readiness): BenchGraph {
  const releases = Object.entries(shape).map(([release, dependencies]) => ({
    name: release,
    dependencies,
    ...describeChart(readiness),
  }));
  return { name, releases };
}

/** The same graph with other values for one release. */
export function changeRelease(graph: BenchGraph, name: string, change: string): BenchGraph {
  const releases = graph.releases.map((release) =>
    release.name === name ? { ...release, values: { ...release.values, change } } : release,
  );
  return { ...graph, releases };
}

/** Folders of all charts that graphs are built of. */
export const chartFolders = {
  workload: fileURLToPath(new URL('../charts/workload', import.meta.url)),
  settings: fileURLToPath(new URL('../charts/settings', import.meta.url)),
  guarded: fileURLToPath(new URL('../charts/guarded', import.meta.url)),
} as const;

function describeChart(readiness: Readiness): Pick<BenchRelease, 'chart' | 'values'> {
  const image = `${registryHost}/berth/web:1`;
  switch (readiness.kind) {
    case 'pods':
      return { chart: chartFolders.workload, values: { image } };
    case 'simulated':
      return { chart: chartFolders.workload, values: { image, readyAfterMs: readiness.drawMs() } };
    case 'none':
      return { chart: chartFolders.settings, values: {} };
    case 'guarded':
      return { chart: chartFolders.guarded, values: { image } };
  }
}
