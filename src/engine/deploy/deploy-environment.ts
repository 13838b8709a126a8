import type { Environment } from '../../environment/environment.ts';
import { reasons, renderReason } from '../../environment/reasons.ts';
import type { Profile } from '../../profile/profile.ts';
import type { EngineParts } from '../engine-parts.ts';
import { EngineError, isEngineError } from '../engine-error.ts';
import type { EnvironmentMemory } from '../environment-memory.ts';
import type { Goal } from '../graph/goal.ts';
import { buildStatus } from '../record/build-status.ts';
import type { Held, Progress } from '../record/progress.ts';
import { leaveOut } from '../record/leave-out.ts';
import { recordInTime } from '../record/record-in-time.ts';
import { recordStatus } from '../record/record-status.ts';
import { isOutdated } from './create-pass-signal.ts';
import { describeExpiry } from './describe-expiry.ts';
import { determinePauseMs, pauseWindowMs } from './determine-pause.ts';
import { findCondition } from './find-condition.ts';
import { findPlace, type Claims } from './find-place.ts';
import { prepareInTime } from './prepare-in-time.ts';
import { runGraph } from './run-graph.ts';

export interface Pass {
  readonly environment: Environment;
  readonly memory: EnvironmentMemory;
  readonly parts: EngineParts;
  /** The hosts of all environments that have been given their place, or are being given it. */
  readonly claims: Claims;
  /** Asks for another pass, now or later. */
  readonly wake: () => void;
  readonly wakeAfter: (delayMs: number) => void;
  /** Aborted when berth stops, or something else is wanted than when the pass began. */
  readonly signal: AbortSignal;
}

export interface DeployPass extends Pass {
  readonly profile: Profile;
}

/**
 * Brings an environment one step nearer to what is wanted of it: reads how it is, starts what can start, and records. It
 * waits for nothing that takes long; whatever it started wakes it again.
 */
export async function deployEnvironment(given: Pass, profile: Profile): Promise<void> {
  const pass: DeployPass = { ...given, profile };
  const { approval } = pass.environment.spec;
  if (approval === undefined) {
    await record(pass, describeObjection(pass.environment));
    return;
  }

  const pauseMs = determinePause(pass, approval.sha);
  if (pauseMs > 0) {
    pass.wakeAfter(pauseMs);
    return;
  }
  const begun = pass.environment.status.commit === approval.sha ? pass : await begin(pass, approval.sha);
  try {
    const prepared = await ensureGoal(begun);
    // Something newer is wanted by now, and has its turn next.
    if (isOutdated(begun.environment, begun.parts.cluster.environments)) return;
    const obstacle = 'kind' in prepared ? prepared : await findPlace(begun, prepared);
    if (obstacle === undefined && !('kind' in prepared)) await record(begun, await runGraph(begun, prepared));
    if (obstacle !== undefined) await hold(begun, obstacle);
  } catch (error) {
    // What ends because berth stops, or because something newer is wanted, says nothing of the environment.
    if (pass.signal.aborted) throw error;
    const { reason, sentence, disposition } = isEngineError(error) ? error : toInternalError(error);
    await hold(begun, { kind: 'held', condition: findCondition(reason), reason, message: sentence, problems: [] });
    // Whoever tries again does so later each time.
    if (disposition === 'retry' || disposition === 'bug') throw error;
  }
}

/** How long to wait before another commit begins. What runs is left as it is until then, and starts nothing more. */
function determinePause({ environment, memory, parts: { clock } }: Pass, sha: string): number {
  const nowMs = clock.nowMs();
  if (environment.status.commit === sha) return 0;
  if (memory.wanted?.sha !== sha) memory.wanted = { sha, sinceMs: nowMs };
  return determinePauseMs({ begunAtMs: memory.begunAtMs, wantedSinceMs: memory.wanted.sinceMs, nowMs });
}

function toInternalError(cause: unknown): EngineError {
  return new EngineError('deploying an environment', { reason: 'InternalError', fields: {}, cause });
}

const waitMs = 5_000;

async function hold(pass: DeployPass, obstacle: Held): Promise<void> {
  await record(pass, obstacle);
  // What waits is woken when something is removed; this is for what nobody tells of.
  if (reasons[obstacle.reason].disposition === 'wait') pass.wakeAfter(waitMs);
}

async function record(pass: DeployPass, progress: Progress): Promise<void> {
  const { environment, profile, parts } = pass;
  const nowMs = parts.clock.nowMs();
  const expiry = describeExpiry(environment, profile.lifetime, nowMs);
  const status = { ...leaveOut(buildStatus(environment, progress, nowMs), 'expiry'), ...(expiry && { expiry }) };
  if ((await recordInTime(pass, status)) === environment) return;
  const { startedAt, liveAt } = status;
  if (liveAt === environment.status.liveAt || liveAt === undefined || startedAt === undefined) return;
  parts.telemetry.observeLive(Date.parse(liveAt) - Date.parse(startedAt));
}

function describeObjection({ spec: { objection, head } }: Environment): Held {
  const commit = head.sha.slice(0, 7);
  const actor = objection?.actor ?? 'Somebody';
  const reason = objection?.reason ?? 'ApprovalNeeded';
  const message = describe();
  return { kind: 'held', condition: 'Approved', reason, message, problems: [] };

  function describe(): string {
    switch (reason) {
      case 'ApprovalNeeded':
        return renderReason(reason, { commit });
      case 'ForkRefused':
        return renderReason(reason, {});
      case 'RoleInsufficient':
      case 'BotNotAllowed':
        return renderReason(reason, { actor });
    }
  }
}

/** Recorded before anything else happens: from here on GitHub can be told. */
async function begin(pass: DeployPass, sha: string): Promise<DeployPass> {
  const { environment, memory, parts, signal } = pass;
  const nowMs = parts.clock.nowMs();
  // Meanwhile, since it takes longer. How it ends is seen once the files are needed.
  parts.sources.ensureSource({ repository: environment.spec.repository, sha }, signal).catch(() => undefined);
  memory.begunAtMs = [...memory.begunAtMs.filter((atMs) => nowMs - atMs < pauseWindowMs), nowMs];
  const status = buildStatus(environment, { kind: 'begun', sha }, nowMs);
  return { ...pass, environment: await recordStatus(environment, status, parts.cluster.environments) };
}

/** The goal, prepared once for a commit; or what keeps it from being prepared. Throws an EngineError. */
async function ensureGoal(pass: DeployPass): Promise<Goal | Held> {
  const { environment, memory } = pass;
  const key = `${environment.spec.approval?.sha ?? ''} ${environment.spec.head.branch}`;
  if (memory.goal?.key === key) return memory.goal.goal;
  const prepared = await prepareInTime(pass, key);
  if (!('kind' in prepared)) memory.goal = { key, goal: prepared };
  return prepared;
}
