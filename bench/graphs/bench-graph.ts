/** A graph of releases as every peer and berth deploy it: the same charts, the same values, the same edges. */
export interface BenchGraph {
  readonly name: string;
  /** In no particular order; a dependency names another release of the same graph. */
  readonly releases: readonly BenchRelease[];
}

export interface BenchRelease {
  /** Names the helm release as it is: unique in the graph, at most 53 characters. */
  readonly name: string;
  readonly dependencies: readonly string[];
  /** The folder of the chart, absolute. */
  readonly chart: string;
  readonly values: Readonly<Record<string, unknown>>;
}
