/** A place that is made sure of takes a dozen requests: with one in so long, and 0.5 a second for all else, two hundred environments stay below one. */
const everyMs = 60_000;

/**
 * Picks the environments whose namespaces a sweep makes sure of once more: somebody may have taken a quota or a policy away.
 * A few environments are all picked by each sweep; of many, those that it was longest ago for.
 */
export function pickPlaces<T extends { readonly placedAtMs: number | undefined }>(
  memories: Iterable<T>,
  sweepIntervalMs: number,
): readonly T[] {
  const most = Math.max(1, Math.floor(sweepIntervalMs / everyMs));
  const placed = [...memories].filter(({ placedAtMs }) => placedAtMs !== undefined);
  return placed.toSorted((a, b) => (a.placedAtMs ?? 0) - (b.placedAtMs ?? 0)).slice(0, most);
}
