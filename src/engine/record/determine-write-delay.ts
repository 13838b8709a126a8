import type { EnvironmentStatus } from '../../environment/environment.ts';

interface Write {
  readonly before: Pick<EnvironmentStatus, 'phase' | 'commit'>;
  readonly after: Pick<EnvironmentStatus, 'phase' | 'commit' | 'releases'>;
  /** Since when the status is another than the one that was written. */
  readonly changedAtMs: number;
  /** Of all environments in which something is at work, this one among them. */
  readonly releasesAtWork: number;
  readonly nowMs: number;
}

/**
 * A write costs the API server 13 ms of a core with five releases and 65 with a hundred, and most changes come while a release
 * that was just applied starts its pods, which takes half a second: written as they came, that took 550 ms on two cores, and
 * 450 where they wait until it is over.
 */
const shortestMs = 750;
const msPerRelease = 10;
const longestForOneMs = 1_000;
/** A thousand releases in ten environments took 70 s with ten writes a second, and 51 with two. */
const releasesASecond = 200;
const longestMs = 10_000;

/**
 * Determines how long to wait before a status is written, in milliseconds, so that one write tells all changes that come
 * close to each other. The more releases it holds, and the more is at work in other environments, the longer. What people
 * wait for is written at once.
 */
export function determineWriteDelayMs({ before, after, changedAtMs, releasesAtWork, nowMs }: Write): number {
  if (before.phase !== after.phase || before.commit !== after.commit) return 0;
  const forOneMs = Math.min(longestForOneMs, Math.max(shortestMs, msPerRelease * after.releases.length));
  const ms = Math.min(longestMs, forOneMs * Math.max(1, releasesAtWork / releasesASecond));
  return Math.max(0, changedAtMs + ms - nowMs);
}
