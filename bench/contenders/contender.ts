import type { BenchGraph } from '../graphs/bench-graph.ts';
import type { Sample } from '../figures/sample.ts';

/** A tool that deploys graphs, measured as all the others are. */
export interface Contender {
  readonly name: string;
  /** For the tables. */
  readonly title: string;
  /** What it is set to, for the note under the table. */
  readonly settings: string;
  /** Whether it mostly waits, so that one run tells as much as several. */
  readonly isSlow: boolean;
  /** Whether something of it is at work also while it deploys nothing, which others would be slower for. */
  readonly isAtWorkAtRest: boolean;
  start(): Promise<void>;
  /** A place of its own in the cluster, with nothing in it. */
  openPlace(): Promise<Place>;
  /** Takes away all that `start` and places left. */
  stop(): Promise<void>;
}

export interface Place {
  /** Of all that is deployed there; known from the first deploy on. */
  readonly namespace: string;
  /** Brings the place to a graph, from nothing or from another graph, and tells what that took. */
  deploy(graph: BenchGraph, signal: AbortSignal): Promise<Sample['values']>;
  /** Removes what was deployed, and the place. */
  remove(signal: AbortSignal): Promise<Sample['values']>;
}
