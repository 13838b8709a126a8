import { determineMedian } from './quantiles.ts';
import type { Metric, Sample } from './sample.ts';

/** The runs of one tool in one piece of work. */
export interface Summary {
  readonly scenario: string;
  readonly work: string;
  readonly releases: number;
  readonly tool: string;
  /** All values of a metric, in the order in which they were taken; empty where it was not measured. */
  list(metric: Metric): readonly number[];
  /** Not a number where it was not measured. */
  median(metric: Metric): number;
}

/** Gathers the runs of each tool in each piece of work, in the order in which they were first taken. */
export function summarize(samples: readonly Sample[]): readonly Summary[] {
  const groups = Map.groupBy(samples, ({ work, tool }) => JSON.stringify([work, tool]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { scenario, work, releases, tool } = first;
    const list = (metric: Metric) => group.flatMap(({ values }) => values[metric] ?? []);
    return [{ scenario, work, releases, tool, list, median: (metric: Metric) => determineMedian(list(metric)) }];
  });
}
