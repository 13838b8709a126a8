/** One thing that was measured, as often as was asked for. */
export interface Figure {
  readonly what: string;
  readonly unit: 's' | 'MB';
  readonly values: readonly number[];
  /** The most that the project's goals allow. */
  readonly wanted?: number;
}

export function determineMedian(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}
