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
  for (const decision of seen.decisions) {
    if (decision.kind === 'start') observeDecision(decision, seen);
  }
}

function noteReady(
  { release: { helmRelease }, digest }: Extract<ReleaseDecision, { kind: 'ready' }>,
  { observation, times }: Seen,
): void {
  const readiness = observation.releases.get(helmRelease)?.readiness;
  if (readiness?.kind === 'ready') times.noteReady(helmRelease, digest, readiness.heardAtMs);
}

function observeDecision(
  { release, digest }: Extract<ReleaseDecision, { kind: 'start' }>,
  { decisions, times, telemetry, begunAtMs, nowMs }: Seen,
): void {
  // Another try of the same inputs waits for its time, and not to be seen.
  if (times.find(release.helmRelease)?.digest === digest) return;
  const lastReadyAtMs = Math.max(
    ...decisions
      .filter((other) => release.dependencies.includes(other.release.id))
      .map((other) => times.find(other.release.helmRelease)?.readyAtMs ?? 0),
  );
  if (lastReadyAtMs >= begunAtMs) telemetry.observeScheduleGap('decision', nowMs - lastReadyAtMs);
}
