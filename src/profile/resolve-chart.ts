import type { Chart } from '../manifest/schema/chart.ts';

/** A chart whose repository is known by its address. */
export type ResolvedChart = Exclude<Chart, { kind: 'named' }>;

/** Replaces the name that a profile gives a chart repository by its address; `undefined` if the profile names none so. */
export function resolveChart(chart: Chart, repositories: Readonly<Record<string, string>>): ResolvedChart | undefined {
  if (chart.kind !== 'named') return chart;
  const address = Object.hasOwn(repositories, chart.repository) ? repositories[chart.repository] : undefined;
  return address === undefined
    ? undefined
    : { kind: 'repository', repository: address.replace(/\/$/, ''), name: chart.name };
}
