import type { ReleaseStatus } from '../../environment/release-status.ts';
import { canEnd, type ReleaseDecision } from '../graph/decide-releases.ts';
import type { Goal } from '../graph/goal.ts';
import type { ReleaseRunner } from '../graph/release-runner.ts';
import type { Observation } from '../ports/world.ts';
import type { Pass } from './deploy-environment.ts';
import { listRemovable } from './list-surplus.ts';
import { placeReasons } from './retry-with-room.ts';

interface Found {
  /** What is there and no longer wanted. */
  readonly surplus: readonly ReleaseStatus[];
  readonly decisions: readonly ReleaseDecision[];
  readonly observation: Observation;
  readonly runner: ReleaseRunner;
}

/** Takes away what the goal does not want: runs not begun, releases that it does not name, and those that have another chart in it. */
export function removeSurplus(pass: Pass, goal: Goal, found: Found): void {
  const { surplus, decisions, observation, runner } = found;
  const wanted = new Set(goal.plan.releases.map(({ helmRelease }) => helmRelease));
  for (const [helmRelease, run] of runner.running) {
    if (!wanted.has(helmRelease) && canEnd(run, observation.releases.get(helmRelease))) runner.end(helmRelease);
  }
  const replaced = decisions.flatMap(({ kind, release }) => (kind === 'replacing' ? [release] : []));
  const removable = isNeeded(found) ? [] : listRemovable(surplus);
  for (const { id, helmRelease } of [...replaced, ...removable]) {
    if (pass.memory.drift?.isMending(helmRelease) === true || runner.running.has(helmRelease)) continue;
    const waitMs = runner.findUninstallRetryMs(helmRelease) - pass.parts.clock.nowMs();
    if (waitMs > 0) pass.wakeAfter(waitMs);
    else runner.uninstall({ id, helmRelease }, goal.profile.limits.releaseTimeoutMs);
  }
}

/**
 * Whether what is no longer wanted has to stay for now: a release of the commit before may still use it, and goes on doing so
 * where its own upgrade fails. Unless something new has no place beside it.
 */
function isNeeded({ decisions, observation: { releases } }: Found): boolean {
  const isOld = (decision: ReleaseDecision) => releases.has(decision.release.helmRelease) && !isReplaced(decision);
  return decisions.some(isOld) && !decisions.some(lacksPlace);
}

function isReplaced(decision: ReleaseDecision): boolean {
  if (decision.kind === 'failed') return decision.trouble !== undefined;
  return decision.kind === 'ready' || decision.kind === 'settling';
}

function lacksPlace(decision: ReleaseDecision): boolean {
  if (decision.kind === 'failed') return placeReasons.has(decision.reason);
  return decision.kind === 'settling' && decision.trouble !== undefined && placeReasons.has(decision.trouble.reason);
}
