/** The value below which that share of the values lies, between two of them in proportion. Not a number where there is none. */
export function determineQuantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}

export function determineMedian(values: readonly number[]): number {
  return determineQuantile(values, 0.5);
}
