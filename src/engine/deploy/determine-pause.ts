interface Beginnings {
  /** When deploys of this environment began, the last one last. */
  readonly begunAtMs: readonly number[];
  /** When the commit that is to begin was first seen. */
  readonly wantedSinceMs: number;
  readonly nowMs: number;
}

/** Two deploys may follow each other at once: a push, and the one that mends it. */
const freely = 2;
const quietMs = 5_000;
/** What is remembered of earlier deploys, and the longest that anything is put off. */
export const pauseWindowMs = 60_000;

/**
 * Determines how long a commit waits before its deploy begins, in milliseconds. Usually not at all; where one push follows
 * another, until no newer has come for a while, and longer each time: of twenty pushes in a minute, the last is what counts.
 */
export function determinePauseMs({ begunAtMs, wantedSinceMs, nowMs }: Beginnings): number {
  const recent = begunAtMs.filter((atMs) => nowMs - atMs < pauseWindowMs);
  const last = recent.at(-1);
  if (last === undefined || recent.length < freely) return 0;
  const quietAtMs = wantedSinceMs + quietMs * 2 ** (recent.length - freely);
  return Math.max(0, Math.min(quietAtMs, last + pauseWindowMs) - nowMs);
}
