import type { EnvironmentStatus } from '../../environment/environment.ts';

interface Write {
  readonly before: Pick<EnvironmentStatus, 'phase' | 'commit'>;
  readonly after: Pick<EnvironmentStatus, 'phase' | 'commit'>;
  /** When the status was written in the last moments. */
  readonly recordedAtMs: readonly number[];
  readonly nowMs: number;
}

export const writeWindowMs = 1_000;
/** Enough for a graph of a few releases to have each of its states recorded as it comes. */
const mostWrites = 8;

/**
 * Determines how long to wait before a status is written, in milliseconds. With a hundred releases at work something changes
 * every few moments, and each write holds all of them; what people wait for is written at once.
 */
export function determineWriteDelayMs({ before, after, recordedAtMs, nowMs }: Write): number {
  if (before.phase !== after.phase || before.commit !== after.commit) return 0;
  const recent = recordedAtMs.filter((atMs) => nowMs - atMs < writeWindowMs);
  const [oldest] = recent;
  return oldest === undefined || recent.length < mostWrites ? 0 : oldest + writeWindowMs - nowMs;
}
