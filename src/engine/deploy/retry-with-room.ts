import type { Reason } from '../../environment/reasons.ts';
import type { Goal } from '../graph/goal.ts';
import type { ReleaseRunner } from '../graph/release-runner.ts';
import type { Observation } from '../ports/world.ts';
import type { Pass } from './deploy-environment.ts';

/** What something may fail for as long as another has the place, the name or the quota. */
export const placeReasons: ReadonlySet<Reason> = new Set(['ObjectTaken', 'QuotaRefused', 'Unschedulable']);

/** Kubernetes counts anew what a quota leaves some time after the last object has gone. */
const roomWithinMs = 30_000;

/** Has what failed for want of room tried again while what is no longer wanted goes, and for a while after that. */
export function retryWithRoom(
  { memory, parts }: Pass,
  { plan }: Goal,
  { releases, lingering }: Observation,
  runner: ReleaseRunner,
): void {
  const nowMs = parts.clock.nowMs();
  const wanted = new Set(plan.releases.map(({ helmRelease }) => helmRelease));
  if ([...releases.keys(), ...lingering].some((helmRelease) => !wanted.has(helmRelease))) memory.crowdedAtMs = nowMs;
  if (nowMs - (memory.crowdedAtMs ?? -Infinity) < roomWithinMs) runner.retry(placeReasons);
}
