import type { PlannedRelease } from '../../plan/plan.ts';
import type { Observation } from '../ports/world.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import type { ReleaseDecision } from './decide-releases.ts';
import type { Timekeeper } from './timekeeper.ts';

interface Seen {
  readonly decisions: readonly ReleaseDecision[];
  readonly observation: Observation;
  readonly times: Timekeeper;
  readonly telemetry: Telemetry;
  /** When the commit began to be deployed: what was ready before held nothing up. */
  readonly begunAtMs: number;
  readonly nowMs: number;
}

/** Notes which releases a pass found ready, and how long it took to see that those that now start no longer wait for any. */
export function noteTimes(seen: Seen): void {
  for (const decision of seen.decisions) {
    if (decision.kind === 'ready') noteReady(decision, seen);
    if (decision.kind === 'settling') seen.times.noteUnready(decision.release.helmRelease);
  }
  const applying = new Set(seen.decisions.flatMap(({ kind, release }) => (kind === 'applying' ? release.id : [])));
  for (const decision of seen.decisions) {
    if (decision.kind === 'start') noteRunnable(decision, seen);
    else noteHeldUp(decision, applying, seen.times);
  }
}

/**
 * What Helm is at work on may be ready before berth has read what Helm left, so whoever waits for it may be held up by berth
 * alone. But that it was seen at all is noted.
 */
function noteHeldUp({ kind, release }: ReleaseDecision, applying: ReadonlySet<string>, times: Timekeeper): void {
  const waitsForHelm = kind === 'waiting' && release.dependencies.some((id) => applying.has(id));
  if (!waitsForHelm || times.findHeldUpAtMs(release) === undefined) times.noteHeldUp(release);
}

function noteReady(
  { release: { helmRelease }, digest }: Extract<ReleaseDecision, { kind: 'ready' }>,
  { observation, times }: Seen,
): void {
  const readiness = observation.releases.get(helmRelease)?.readiness;
  if (readiness?.kind === 'ready') times.noteReady(helmRelease, digest, readiness.heardAtMs);
}

function noteRunnable({ release, digest }: Extract<ReleaseDecision, { kind: 'start' }>, seen: Seen): void {
  const { times, telemetry, nowMs } = seen;
  // Another try of the same inputs waits for its time, and not to be seen.
  if (times.find(release.helmRelease)?.digest === digest) return;
  const runnableAtMs = findRunnableAtMs(release, seen);
  if (runnableAtMs === undefined) return;
  times.noteRunnable(release.helmRelease, digest, runnableAtMs);
  telemetry.observeScheduleGap('decision', nowMs - runnableAtMs);
}

/**
 * Finds when the last word came of what a release waited for: of what it depends on, or of an output it uses. `undefined`
 * where no such word came after the release was last seen held up: then it is another commit that lets it start, or nobody
 * knows what.
 */
function findRunnableAtMs(release: PlannedRelease, seen: Seen): number | undefined {
  const { times, begunAtMs, nowMs } = seen;
  const heldUpAtMs = times.findHeldUpAtMs(release);
  if (heldUpAtMs === undefined) return undefined;
  const heardAtMs = Math.max(...listReadyTimes(release, seen), ...listOutputTimes(release, seen));
  return heardAtMs < Math.max(heldUpAtMs, begunAtMs) ? undefined : Math.min(heardAtMs, nowMs);
}

/** The first time that each was ready, or a later one, since it may have become unready and ready again. */
function listReadyTimes({ dependencies }: PlannedRelease, { decisions, observation, times }: Seen): readonly number[] {
  return decisions
    .filter(({ release: { id } }) => dependencies.includes(id))
    .map(({ release: { helmRelease } }) => {
      const readiness = observation.releases.get(helmRelease)?.readiness;
      const heardAtMs = readiness?.kind === 'ready' ? readiness.heardAtMs : undefined;
      return Math.max(times.find(helmRelease)?.readyAtMs ?? 0, heardAtMs ?? 0);
    });
}

/** Of all sources, since the key may as well be gone from the one that had it before. */
function listOutputTimes({ bindings }: PlannedRelease, { observation }: Seen): readonly number[] {
  return bindings
    .flatMap(({ parts }) => parts.flatMap((part) => (typeof part === 'string' ? [] : part.sources)))
    .flatMap((source) => observation.findOutputHeardAtMs?.(source) ?? []);
}
