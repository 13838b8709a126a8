import { stringify } from 'yaml';
import type { BenchGraph } from '../../graphs/bench-graph.ts';

interface RenderOptions {
  readonly graph: BenchGraph;
  readonly namespace: string;
  readonly locateValues: (release: string) => string;
}

/** Renders the helmfile.yaml of a graph. helmfile reads `needs` as groups: one begins when all of the one before are done. */
export function renderHelmfile({ graph, namespace, locateValues }: RenderOptions): string {
  return stringify({
    helmDefaults,
    releases: graph.releases.map(({ name, chart, dependencies }) => ({
      ...{ name, namespace, chart },
      values: [locateValues(name)],
      ...(dependencies.length > 0 && { needs: dependencies.map((dependency) => `${namespace}/${dependency}`) }),
    })),
  });
}

/** What berth tells Helm, in helmfile's words. */
const helmDefaults = {
  wait: true,
  waitForJobs: true,
  timeout: 1_800,
  historyMax: 2,
  createNamespace: false,
  disableOpenAPIValidation: true,
  forceConflicts: true,
  skipCRDs: true,
  // The charts have no dependencies to update.
  skipDeps: true,
  skipRefresh: true,
  deleteWait: true,
  cascade: 'foreground',
};
