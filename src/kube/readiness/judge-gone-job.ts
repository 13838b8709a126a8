import type { Readiness, Trouble } from '../../engine/ports/world.ts';
import type { Job } from '../objects/job.ts';
import { isSince } from './find-refusal.ts';
import { hasEnded, judgeJob } from './judge-job.ts';
import { ready } from './judge-unready.ts';
import type { Surroundings } from './surroundings.ts';
import { toLine } from './to-line.ts';

/** What is known of how a Job ended that is not there any more. */
export interface JobEnd {
  /** As it was when it went, if that was seen and is of the revision that is applied. */
  readonly lastSeen: Job | undefined;
  /** On record: its release has been ready at this revision, for which all its Jobs had to be complete. */
  readonly wasReady: boolean;
  /** On record: it is what its release failed with at this revision. */
  readonly hadFailed: boolean;
}

/**
 * Judges a Job that is gone, which it may be once it is done. It counts as done only if somebody saw that: what waits for a
 * migration must not start because nobody knows how it ended. One that nobody saw, since berth was down all the while, is
 * waited for as long as any object; then its release is late. To run it once more is not for berth to decide.
 */
export function judgeGoneJob(name: string, { lastSeen, wasReady, hadFailed }: JobEnd, around: Surroundings): Readiness {
  if (lastSeen !== undefined && hasEnded(lastSeen)) return judgeJob(lastSeen, around);
  if (wasReady) return ready;
  const said = findFailure(name, around);
  // Warnings are kept for an hour, and what failed stays so.
  if (said !== undefined || hadFailed) return { kind: 'failed', trouble: toTrouble('MigrationFailed', said ?? '') };
  if (lastSeen === undefined) return waitFor('it is gone, and nobody saw how it ended');
  const message = 'it was deleted before it was done';
  return waitFor(message, toTrouble('Drifted', message));

  function toTrouble(reason: Trouble['reason'], message: string): Trouble {
    return { reason, object: name, message };
  }
  function waitFor(what: string, trouble?: Trouble): Readiness {
    return { kind: 'settling', trouble, waitsFor: `${name}: ${what}` };
  }
}

function findFailure(name: string, { warnings, appliedAt }: Surroundings): string | undefined {
  const failure = warnings
    .filter(({ about, reason }) => `${about.kind}/${about.name}` === name && jobFailures.has(reason))
    .find(({ at }) => isSince(at, appliedAt));
  return failure && toLine(failure.message);
}

/** https://kubernetes.io/docs/concepts/workloads/controllers/job/#terminal-job-conditions */
const jobFailures: ReadonlySet<string> = new Set([
  'BackoffLimitExceeded',
  'DeadlineExceeded',
  'FailedIndexes',
  'MaxFailedIndexesExceeded',
  'PodFailurePolicy',
]);
