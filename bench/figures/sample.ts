import { z } from 'zod';

/** What can be measured of one run. Titles stand in tables; less is better of each. */
export const metrics = {
  readyS: { title: 'first start to all ready', unit: 's' },
  goneS: { title: 'all gone', unit: 's' },
  fromMarkS: { title: 'from the label or push', unit: 's' },
  criticalPathS: { title: 'critical path', unit: 's' },
  stepLossS: { title: 'lost a step', unit: 's' },
  handoverMs: { title: 'from a dependency ready to the next pod on a node', unit: 'ms' },
  gapP50Ms: { title: 'schedule gap, median', unit: 'ms' },
  gapP99Ms: { title: 'schedule gap, 99th percentile', unit: 'ms' },
  requestsPerRelease: { title: 'API requests a release', unit: 'count' },
  helmsPerRelease: { title: 'Helm processes a release', unit: 'count' },
  helms: { title: 'Helm processes', unit: 'count' },
  cpuS: { title: 'CPU time', unit: 's' },
  controlPlaneCpuS: { title: 'CPU time of the control plane', unit: 's' },
  peakMemoryMb: { title: 'most memory', unit: 'MB' },
  deploysBegun: { title: 'deploys begun', unit: 'count' },
  deploymentsLeft: { title: 'deployments of superseded commits not inactive', unit: 'count' },
  stuckReleases: { title: 'stuck releases', unit: 'count' },
  resumeS: { title: 'from the restart to live', unit: 's' },
  overlaps: { title: 'overlapping Helm runs on one release', unit: 'count' },
  orderViolations: { title: 'releases removed before what depends on them', unit: 'count' },
  leftovers: { title: 'objects left', unit: 'count' },
  latencyS: { title: 'from the event to the first step', unit: 's' },
  restingMemoryMb: { title: 'memory at rest', unit: 'MB' },
  restingRequestsPerS: { title: 'API requests a second at rest', unit: 'count' },
} as const satisfies Readonly<Record<string, { readonly title: string; readonly unit: Unit }>>;

export type Unit = 's' | 'ms' | 'MB' | 'count';
export type Metric = keyof typeof metrics;

/** What one run of a tool showed in a scenario. */
export type Sample = Readonly<z.output<typeof Sample>>;
export const Sample = z.strictObject({
  scenario: z.string(),
  /** What was deployed, or done, for people: `chain of 5`. */
  work: z.string(),
  releases: z.int(),
  tool: z.string(),
  values: z.partialRecord(z.enum(Object.keys(metrics) as [Metric, ...Metric[]]), z.number()),
});
