import type { ReasonInfo } from '../../environment/reason-info.ts';
import type { Reason } from '../../environment/reasons.ts';
import { reasons } from '../../environment/reasons.ts';
import type { ReleaseStatus } from '../../environment/release-status.ts';
import { EngineError, isEngineError } from '../engine-error.ts';
import { determineBackoffMs } from '../key-queue.ts';

/** How Helm ended when it did not end well. */
export interface Failure {
  /** Of the inputs it was run with. */
  readonly digest: string;
  /** The commit that it was run for: another one may have mended what no input tells of. None for an uninstall. */
  readonly sha: string | undefined;
  readonly reason: Reason;
  /** For people, in Markdown. */
  readonly message: string;
  /** Of Helm, for people who look closer. */
  readonly detail?: string | undefined;
  /** When to try again; never for what only another input mends. */
  readonly retryAtMs: number | undefined;
}

/** How long Helm's own short work takes at most before it is looked at again, when it says it waits for another. */
const lookAgainMs = 2_000;

interface Attempt extends Pick<Failure, 'digest' | 'sha'> {
  /** Which failure with these inputs it is, from 1. */
  readonly count: number;
  readonly nowMs: number;
}

/** Turns what was thrown into what is remembered of it. */
export function toFailure(error: unknown, { digest, sha, count, nowMs }: Attempt): Failure {
  const known: EngineError = isEngineError(error)
    ? error
    : new EngineError('running helm', { reason: 'InternalError', fields: {}, cause: error });
  const { reason, sentence, detail } = known;
  return { digest, sha, reason, message: sentence, detail, retryAtMs: determineRetryMs(reason, count, nowMs) };
}

/**
 * Reads from the status what a berth before this one remembered. What an object shows is seen again, not remembered, and what
 * an operator may have mended is tried again.
 */
export function restoreFailure(
  release: ReleaseStatus,
  sha: string | undefined,
): readonly (readonly [string, Failure])[] {
  const { helmRelease, phase, digest, reason = '', message = '', object, log, nextAttemptAt } = release;
  if (phase !== 'Failed' || object !== undefined || digest === undefined || !(reason in reasons)) return [];
  const { mends }: ReasonInfo = reasons[reason as Reason];
  if (mends === 'operator') return [];
  const retryAtMs = nextAttemptAt === undefined ? undefined : Date.parse(nextAttemptAt);
  const detail = log.length === 0 ? undefined : log.join('\n');
  return [[helmRelease, { digest, sha, reason: reason as Reason, message, detail, retryAtMs }]];
}

function determineRetryMs(reason: Reason, count: number, nowMs: number): number | undefined {
  switch (reasons[reason].disposition) {
    case 'final':
      return undefined;
    case 'wait':
      return nowMs + lookAgainMs;
    case 'retry':
    case 'bug':
      return nowMs + determineBackoffMs(count);
  }
}
