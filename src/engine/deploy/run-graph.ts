import { watchDrift } from '../drift/watch-drift.ts';
import { ensureRunner } from '../environment-memory.ts';
import { decideReleases, type ReleaseDecision } from '../graph/decide-releases.ts';
import type { Goal } from '../graph/goal.ts';
import type { ReleaseRunner } from '../graph/release-runner.ts';
import { recallRelease } from '../graph/recall-release.ts';
import { planHeadStarts } from '../graph/plan-head-starts.ts';
import { noteTimes } from '../graph/note-times.ts';
import { helmFlags } from '../graph/helm-flags.ts';
import type { Observation, ReadyRules, Recall } from '../ports/world.ts';
import type { Progress } from '../record/progress.ts';
import { collectLogs } from './collect-logs.ts';
import type { Pass } from './deploy-environment.ts';
import { listSurplus } from './list-surplus.ts';
import { removeSurplus } from './remove-surplus.ts';
import { removeStrays } from './remove-strays.ts';
import { retryWithRoom } from './retry-with-room.ts';
import { startReleases } from './start-releases.ts';

/** Looks at the releases of an environment, starts those that can start, removes those no longer wanted, asks its addresses. */
export async function runGraph(pass: Pass, goal: Goal): Promise<Extract<Progress, { kind: 'graph' }>> {
  const { environment, memory, parts, wake } = pass;
  const runner = ensureRunner(memory, environment, goal.plan.namespace, parts, wake);
  const { running, failures, times } = runner;
  const recall: Recall = (helmRelease) => recallRelease(helmRelease, environment.status.releases, times);
  const observation = parts.cluster.world.observe(goal.plan.namespace, listReadyRules(goal), recall);
  const nowMs = parts.clock.nowMs();
  retryWithRoom(pass, goal, observation, runner);
  const settlingSinceMs = noteSettling(pass, observation, runner, nowMs);
  const facts = { goal, observation, running, failures, settlingSinceMs, flags: helmFlags, nowMs };
  const { decisions, drift } = watchDrift(pass, goal, observation, decideReleases(facts));

  const begunAtMs = Date.parse(environment.status.startedAt ?? '');
  noteTimes({ decisions, observation, times, telemetry: parts.telemetry, begunAtMs, nowMs });
  for (const decision of decisions) {
    if (decision.kind === 'applying' && decision.isToEnd) runner.end(decision.release.helmRelease);
  }
  const starts = decisions.flatMap((one) => (one.kind === 'start' && !isMending(pass, one) ? [one] : []));
  await startReleases(pass, goal, runner, starts);
  const surplus = listSurplus(environment, goal, observation);
  removeSurplus(pass, goal, { surplus, decisions, observation, runner });
  const ahead = planHeadStarts(decisions, facts);
  runner.giveHeadStarts(ahead.starts, goal);
  await removeStrays(pass, goal.plan.namespace, decisions, observation);
  wakeInTime(pass, goal, decisions, ahead.againAtMs);
  return {
    kind: 'graph',
    goal,
    decisions,
    surplus,
    answered: probe(pass, goal, decisions),
    logs: collectLogs(pass, goal, decisions, observation),
    attempts: runner.attempts,
    times,
    drift,
  };
}

/** Whoever mends wakes the environment in a moment; until then nothing else writes to the release. */
function isMending({ memory }: Pass, { release }: Pick<ReleaseDecision, 'release'>): boolean {
  return memory.drift?.isMending(release.helmRelease) === true;
}

function listReadyRules({ plan }: Goal): ReadyRules {
  return new Map(plan.releases.map(({ helmRelease, readyWhen }) => [helmRelease, readyWhen]));
}

/** Since when each has had its time: what is not ready yet, and what something of the same name has to make way for. */
function noteSettling(
  pass: Pass,
  { releases, going }: Observation,
  runner: ReleaseRunner,
  nowMs: number,
): ReadonlyMap<string, number> {
  const { settlingSinceMs } = pass.memory;
  const settling = [...releases.values()].flatMap(({ helmRelease, readiness }) =>
    readiness.kind === 'settling' && !runner.running.has(helmRelease) ? [helmRelease] : [],
  );
  const replaced = [...going].filter((helmRelease) => !releases.has(helmRelease));
  const unsettled = new Set([...settling, ...replaced]);
  for (const known of settlingSinceMs.keys()) if (!unsettled.has(known)) settlingSinceMs.delete(known);
  for (const helmRelease of unsettled) {
    if (settlingSinceMs.has(helmRelease)) continue;
    const sinceMs = releases.has(helmRelease) ? findStartMs(pass, runner, helmRelease) : undefined;
    settlingSinceMs.set(helmRelease, sinceMs ?? nowMs);
  }
  return settlingSinceMs;
}

/** One that had been ready, or whose start nobody recorded, has its whole time from when it was first seen unready. */
function findStartMs({ environment }: Pass, { times }: ReleaseRunner, helmRelease: string): number | undefined {
  const recorded = environment.status.releases.find((one) => one.helmRelease === helmRelease);
  return recorded?.phase === 'Ready' ? undefined : times.find(helmRelease)?.appliedAtMs;
}

/**
 * An address is asked once all is ready, and anew each time it has not been. What was live stays so for a berth that goes on
 * where another ended.
 */
function probe(
  { environment: { status }, memory: { probes } }: Pass,
  { sha, plan }: Goal,
  decisions: readonly ReleaseDecision[],
): ReadonlySet<string> {
  const areReady = decisions.every(({ kind }) => kind === 'ready');
  const urls = plan.services.flatMap((service) =>
    areReady && service.kind === 'here' && service.readyUrl !== undefined ? [service.readyUrl] : [],
  );
  probes.ensure(urls);
  const wasLive = status.phase === 'Live' && status.commit === sha;
  const recorded = new Set(
    wasLive ? status.services.flatMap(({ readyUrl, answers }) => (answers ? readyUrl : [])) : [],
  );
  return new Set(urls.filter((url) => probes.hasAnswered(url) || recorded.has(url)));
}

/** Time is the one thing that no watch tells of: another try is due, or a release has had its time, or may be ready by it. */
function wakeInTime(
  { parts, memory, wakeAfter }: Pass,
  { profile }: Goal,
  decisions: readonly ReleaseDecision[],
  headStartAtMs: number,
): void {
  const nowMs = parts.clock.nowMs();
  const dueAtMs = decisions.flatMap((decision) => {
    if (decision.kind === 'failed') return decision.retryAtMs ?? [];
    if (decision.kind !== 'settling' && decision.kind !== 'waiting') return [];
    const sinceMs = memory.settlingSinceMs.get(decision.release.helmRelease);
    const againAtMs = decision.kind === 'settling' ? (decision.againAtMs ?? Infinity) : Infinity;
    return Math.min((sinceMs ?? Infinity) + profile.limits.releaseTimeoutMs + 1, againAtMs);
  });
  const next = Math.min(headStartAtMs, ...dueAtMs);
  if (Number.isFinite(next)) wakeAfter(Math.max(0, next - nowMs));
}
