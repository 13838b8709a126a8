import type { BenchGraph } from '../graphs/bench-graph.ts';

/** The object of a release was told to go, or has gone. */
export interface Departure {
  readonly kind: 'going' | 'gone';
  /** Of the release. */
  readonly name: string;
}

/** Counts dependencies that were told to go before what depends on them had gone. What never left is not told of here. */
export function countOrderViolations({ releases }: BenchGraph, departures: readonly Departure[]): number {
  const find = (kind: Departure['kind'], name: string) => {
    const at = departures.findIndex((departure) => departure.kind === kind && departure.name === name);
    return at === -1 ? Infinity : at;
  };
  const edges = releases.flatMap(({ name, dependencies }) => dependencies.map((dependency) => ({ name, dependency })));
  return edges.filter(({ name, dependency }) => find('going', dependency) < find('gone', name)).length;
}
