import type { Readiness } from '../../engine/ports/world.ts';
import type { Warning } from '../objects/warning.ts';
import type { WrittenObject } from './determine-readiness.ts';
import { isSince } from './find-refusal.ts';
import { ready } from './judge-unready.ts';
import type { Surroundings } from './surroundings.ts';
import { toLine } from './to-line.ts';

/** What is missing is waited for, unless it takes itself away when it is done: whether it failed, warnings about it tell. */
export function judgeMissing(
  { name, mayBeGone }: Pick<WrittenObject, 'name' | 'mayBeGone'>,
  { warnings, appliedAt }: Pick<Surroundings, 'warnings' | 'appliedAt'>,
): Readiness {
  if (!mayBeGone) return { kind: 'settling', trouble: undefined, waitsFor: `${name}: it is missing` };
  const failure = warnings
    .filter(({ about, reason }) => `${about.kind}/${about.name}` === name && jobFailures.has(reason))
    .find(({ at }) => isSince(at, appliedAt));
  return failure === undefined ? ready : { kind: 'failed', trouble: describeFailure(name, failure) };
}

/** https://kubernetes.io/docs/concepts/workloads/controllers/job/#terminal-job-conditions */
const jobFailures: ReadonlySet<string> = new Set([
  'BackoffLimitExceeded',
  'DeadlineExceeded',
  'FailedIndexes',
  'MaxFailedIndexesExceeded',
  'PodFailurePolicy',
]);

function describeFailure(object: string, { message }: Warning): Extract<Readiness, { kind: 'failed' }>['trouble'] {
  return { reason: 'MigrationFailed', object, message: toLine(message) };
}
