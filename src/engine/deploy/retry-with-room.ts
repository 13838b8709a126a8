import type { Reason } from '../../environment/reasons.ts';
import type { Goal } from '../graph/goal.ts';
import type { ReleaseRunner } from '../graph/release-runner.ts';
import type { Observation } from '../ports/world.ts';
import type { Pass } from './deploy-environment.ts';

/** What something may fail for as long as another has the place, the name or the quota. */
export const placeReasons: ReadonlySet<Reason> = new Set(['ObjectTaken', 'QuotaRefused', 'Unschedulable']);

/** Pods end some time after Helm has forgotten their release, and what a quota leaves is counted anew after that. */
const roomWithinMs = 60_000;

/** Has what failed for want of room tried again while what is no longer wanted goes, and for a while after that. */
export function retryWithRoom(
  { memory, parts }: Pass,
  { plan }: Goal,
  { releases, going }: Observation,
  runner: ReleaseRunner,
): void {
  const nowMs = parts.clock.nowMs();
  const wanted = new Set(plan.releases.map(({ helmRelease }) => helmRelease));
  if ([...releases.keys(), ...going].some((helmRelease) => !wanted.has(helmRelease))) memory.crowdedAtMs = nowMs;
  if (nowMs - (memory.crowdedAtMs ?? -Infinity) < roomWithinMs) runner.retry(placeReasons);
}
