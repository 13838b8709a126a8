import type { BenchGraph } from '../graphs/bench-graph.ts';

/** What all contenders do alike: steps in one place, one after the other, each measured. */
export interface Comparison {
  /** In which forms of the benchmark it is: the short one too, the whole one, or only where it is asked for by name. */
  readonly form: Form;
  readonly steps: readonly ComparisonStep[];
  /** Whether it is the removal that counts, and what went before what. */
  readonly isRemoval: boolean;
}

export type Form = 'quick' | 'whole' | 'named';

export interface ComparisonStep {
  readonly scenario: string;
  readonly work: string;
  readonly graph: BenchGraph;
}
