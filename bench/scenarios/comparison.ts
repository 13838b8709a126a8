import type { BenchGraph } from '../graphs/bench-graph.ts';

/** What all contenders do alike: steps in one place, one after the other, each measured. */
export interface Comparison {
  readonly isQuick: boolean;
  readonly steps: readonly ComparisonStep[];
}

export interface ComparisonStep {
  readonly scenario: string;
  readonly work: string;
  readonly graph: BenchGraph;
}
