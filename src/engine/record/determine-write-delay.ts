import type { EnvironmentStatus } from '../../environment/environment.ts';

interface Write {
  readonly before: Pick<EnvironmentStatus, 'phase' | 'commit'>;
  readonly after: Pick<EnvironmentStatus, 'phase' | 'commit' | 'releases'>;
  /** When the status was written, the last time last; no more of them count than `mostWrites`. */
  readonly recordedAtMs: readonly number[];
  /** Of all environments in which something is at work, this one among them. */
  readonly releasesAtWork: number;
  readonly nowMs: number;
}

const shortestWindowMs = 1_000;
const longestWindowMs = 10_000;
/** A thousand releases in ten environments took 70 s with ten writes a second, and 51 with two. */
const releasesASecond = 200;
/** So that a graph of ten has each of its states recorded as it comes, and a large one costs no more than that. */
const mostReleasesWritten = 80;
export const mostWrites = 8;

/**
 * Determines how long to wait before a status is written, in milliseconds. With a hundred releases at work something changes
 * every few moments, and each write holds all of them: the larger the graph, the fewer writes a second, and the fewer
 * again, the more is at work in other environments. What people wait for is written at once.
 */
export function determineWriteDelayMs({ before, after, recordedAtMs, releasesAtWork, nowMs }: Write): number {
  if (before.phase !== after.phase || before.commit !== after.commit) return 0;
  const most = Math.min(mostWrites, Math.max(1, Math.floor(mostReleasesWritten / after.releases.length)));
  const windowMs = Math.min(longestWindowMs, shortestWindowMs * Math.max(1, releasesAtWork / releasesASecond));
  const oldest = recordedAtMs.filter((atMs) => nowMs - atMs < windowMs).at(-most);
  return oldest === undefined ? 0 : oldest + windowMs - nowMs;
}
