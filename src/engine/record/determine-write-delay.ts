import type { EnvironmentStatus } from '../../environment/environment.ts';

interface Write {
  readonly before: Pick<EnvironmentStatus, 'phase' | 'commit'>;
  readonly after: Pick<EnvironmentStatus, 'phase' | 'commit' | 'releases'>;
  /** When the status was written, the last time last; no more of them count than `mostWrites`. */
  readonly recordedAtMs: readonly number[];
  readonly nowMs: number;
}

const writeWindowMs = 1_000;
/** So that a graph of ten has each of its states recorded as it comes, and a large one costs no more than that. */
const mostReleasesWritten = 80;
export const mostWrites = 8;

/**
 * Determines how long to wait before a status is written, in milliseconds. With a hundred releases at work something changes
 * every few moments, and each write holds all of them: the larger the graph, the fewer writes a second. What people wait
 * for is written at once.
 */
export function determineWriteDelayMs({ before, after, recordedAtMs, nowMs }: Write): number {
  if (before.phase !== after.phase || before.commit !== after.commit) return 0;
  const most = Math.min(mostWrites, Math.max(1, Math.floor(mostReleasesWritten / after.releases.length)));
  const oldest = recordedAtMs.filter((atMs) => nowMs - atMs < writeWindowMs).at(-most);
  return oldest === undefined ? 0 : oldest + writeWindowMs - nowMs;
}
