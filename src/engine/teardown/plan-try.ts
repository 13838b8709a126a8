import { mayPass } from '../../environment/may-pass.ts';
import { reasons } from '../../environment/reasons.ts';
import type { Failure } from '../graph/failure.ts';
import type { ReleaseRunner } from '../graph/release-runner.ts';

/** What becomes of a release that is to go: Helm may try, it may do so later, or the namespace takes the release with it. */
export type NextTry =
  { readonly kind: 'now' } | { readonly kind: 'later'; readonly atMs: number } | { readonly kind: 'never' };

/** The failures of one release, in a row. */
export interface UninstallFailures {
  readonly last: Failure;
  /** How many of them no waiting mends. */
  readonly lasting: number;
  /** When another try was due after the first of them, and is after the last. */
  readonly firstDueAtMs: number;
  readonly dueAtMs: number;
}

const mostLasting = 3;
const lastingPauseMs = 1_000;

export interface Patience {
  /** How uninstalls have failed so far, by Helm's name of the release. */
  readonly known: Map<string, UninstallFailures>;
  readonly nowMs: number;
  /** For how long what may pass by itself is waited for. */
  readonly longestMs: number;
}

/**
 * Plans the next uninstall of a release in a teardown. While a webhook or the API server is down each end of Helm is a failure:
 * those say nothing of the release, are tried again later each time, and count only by the time that they take, so that nothing
 * waits for ever. A broken hook fails as surely the next time: the runner's pause, made for an environment that goes on, would
 * leave the namespace there for minutes, so another try comes soon, and few of them are enough. To be asked in each pass,
 * since a failure is known only until the next.
 */
export function planTry(runner: ReleaseRunner, helmRelease: string, patience: Patience): NextTry {
  const { nowMs, longestMs } = patience;
  const failures = noteFailure(runner, helmRelease, patience);
  if (failures === undefined) return { kind: 'now' };
  const { lasting, firstDueAtMs, dueAtMs } = failures;
  if (lasting >= mostLasting || dueAtMs - firstDueAtMs > longestMs) return { kind: 'never' };
  return dueAtMs > nowMs ? { kind: 'later', atMs: dueAtMs } : { kind: 'now' };
}

function noteFailure(
  runner: ReleaseRunner,
  helmRelease: string,
  { known, nowMs }: Patience,
): UninstallFailures | undefined {
  const last = runner.failures.get(helmRelease);
  const before = known.get(helmRelease);
  if (last === undefined) {
    known.delete(helmRelease);
    return undefined;
  }
  if (before?.last === last) return before;
  const dueAtMs = isFinal(last) ? nowMs + lastingPauseMs : runner.findUninstallRetryMs(helmRelease);
  const lasting = (before?.lasting ?? 0) + (isLasting(last) ? 1 : 0);
  const failures = { last, lasting, firstDueAtMs: before?.firstDueAtMs ?? dueAtMs, dueAtMs };
  known.set(helmRelease, failures);
  return failures;
}

function isFinal({ reason }: Failure): boolean {
  return reasons[reason].disposition === 'final';
}

/** A kind that the cluster does not know comes later than its objects, but never after them: it was taken away. */
function isLasting({ reason }: Failure): boolean {
  return reason === 'KindUnknown' || !mayPass(reasons[reason].disposition);
}
