import { renderReason, type Reason } from '../../environment/reasons.ts';
import type { Values } from '../../manifest/schema/release.ts';
import type { PlannedRelease } from '../../plan/plan.ts';
import type { PreparedChart } from '../ports/helm.ts';
import type { Observation, ObservedRelease, Trouble } from '../ports/world.ts';
import { describeTrouble } from './describe-trouble.ts';
import { determineInputs, type Inputs } from './determine-inputs.ts';
import { toDigestLabel } from '../../plan/to-digest-label.ts';
import type { Failure } from './failure.ts';
import type { Goal } from './goal.ts';

/** How one release is, and what is to be done about it. */
export type ReleaseDecision = { readonly release: PlannedRelease } & (
  | { readonly kind: 'waiting'; readonly reason: Reason | undefined; readonly message: string }
  /** What is there has another chart: it goes first, since most of what a chart makes cannot become what another makes. */
  | { readonly kind: 'replacing'; readonly digest: string }
  | { readonly kind: 'start'; readonly digest: string; readonly values: Values; readonly recovery: Recovery }
  /** Is it of no more use, it is to end: what is queued, or held up by a hook. Helm's own work is short, and done soon. */
  | { readonly kind: 'applying'; readonly digest: string; readonly isToEnd: boolean }
  | {
      readonly kind: 'settling';
      readonly digest: string;
      readonly waitsFor: string;
      readonly trouble: Trouble | undefined;
      readonly againAtMs: number | undefined;
    }
  | { readonly kind: 'ready'; readonly digest: string }
  | (Omit<Failure, 'sha'> & { readonly kind: 'failed'; readonly trouble: Trouble | undefined })
);

/** What has to happen before Helm can begin: a record left behind by one that was killed holds it up. */
export type Recovery = 'none' | 'unlock' | 'uninstall';

export interface RunningRelease {
  /** Of the inputs that it runs with; empty where it uninstalls. */
  readonly digest: string;
  /** Helm was started: until then it waits for its slot. */
  readonly hasBegun: boolean;
}

export interface GraphFacts {
  readonly goal: Goal;
  readonly observation: Observation;
  /** What Helm is at work on, by Helm's name of the release. */
  readonly running: ReadonlyMap<string, RunningRelease>;
  readonly failures: ReadonlyMap<string, Failure>;
  /** Since when each has had time to become ready, by Helm's name of the release. */
  readonly settlingSinceMs: ReadonlyMap<string, number>;
  /** What is part of every digest: a run with other flags is another run. */
  readonly flags: readonly string[];
  readonly nowMs: number;
}

/**
 * Decides for every release of a goal how it is and whether it starts. A release starts when all that it depends on is
 * ready and the outputs it uses are there; one whose inputs are those of the revision that is deployed is left alone.
 * Decided anew from what is seen each time: nothing here remembers.
 */
export function decideReleases(facts: GraphFacts): readonly ReleaseDecision[] {
  const decisions = new Map<string, ReleaseDecision>();
  for (const release of facts.goal.plan.releases) {
    const dependencies = release.dependencies.flatMap((id) => decisions.get(id) ?? []);
    decisions.set(release.id, decideRelease(release, dependencies, facts));
  }
  return [...decisions.values()];
}

/** Decides for one release, by how those are that it depends on. */
export function decideRelease(
  release: PlannedRelease,
  dependencies: readonly ReleaseDecision[],
  facts: GraphFacts,
): ReleaseDecision {
  const { helmRelease } = release;
  const { goal, observation, flags } = facts;
  const observed = observation.releases.get(helmRelease);
  const inputs = determineInputs(release, { goal, outputs: observation.outputs, flags });
  const running = facts.running.get(helmRelease);
  if (running !== undefined) {
    const { digest } = running;
    const isOutdated = inputs.kind === 'inputs' && inputs.digest !== digest;
    return { release, kind: 'applying', digest, isToEnd: isOutdated && canEnd(running, observed) };
  }
  if (inputs.kind === 'inputs' && isApplied(observed, inputs.digest)) {
    return decideApplied(release, observed, inputs.digest, facts);
  }
  return decideUnapplied(release, dependencies, inputs, observed, facts);
}

/** Whether a run may be ended half way: one that was not started, or one in a hook, which may take its hour. */
export function canEnd({ digest, hasBegun }: RunningRelease, observed: ObservedRelease | undefined): boolean {
  return digest !== '' && (!hasBegun || observed?.isInHook === true);
}

function isApplied(observed: ObservedRelease | undefined, digest: string): observed is ObservedRelease {
  return observed?.status === 'deployed' && observed.digest === toDigestLabel(digest);
}

function decideApplied(
  release: PlannedRelease,
  { readiness }: ObservedRelease,
  digest: string,
  facts: GraphFacts,
): ReleaseDecision {
  switch (readiness.kind) {
    case 'ready':
      return { release, kind: 'ready', digest };
    case 'failed':
      return failed(release, digest, readiness.trouble);
    case 'settling': {
      const { trouble, waitsFor, againAtMs } = readiness;
      if (!isLate(release, facts)) return { release, kind: 'settling', digest, waitsFor, trouble, againAtMs };
      return failed(release, digest, { ...trouble, reason: 'NotReadyInTime', object: release.id, message: waitsFor });
    }
  }
}

function isLate({ helmRelease }: PlannedRelease, { goal, settlingSinceMs, nowMs }: GraphFacts): boolean {
  return nowMs - (settlingSinceMs.get(helmRelease) ?? nowMs) > goal.profile.limits.releaseTimeoutMs;
}

function failed(release: PlannedRelease, digest: string, trouble: Trouble): ReleaseDecision {
  const message = describeTrouble(release.id, trouble);
  return { release, kind: 'failed', digest, reason: trouble.reason, message, retryAtMs: undefined, trouble };
}

function decideUnapplied(
  release: PlannedRelease,
  dependencies: readonly ReleaseDecision[],
  inputs: Inputs,
  observed: ObservedRelease | undefined,
  facts: GraphFacts,
): ReleaseDecision {
  const { goal, observation, failures, nowMs } = facts;
  const unready = dependencies.filter(({ kind }) => kind !== 'ready');
  const failedOnes = unready.filter(isLost).map((one) => one.release.id);
  if (failedOnes.length > 0) {
    const message = `${renderReason('DependencyFailed', { release: release.id })} (${failedOnes.join(', ')})`;
    return { release, kind: 'waiting', reason: 'DependencyFailed', message };
  }
  if (unready.length > 0) {
    return { release, kind: 'waiting', reason: undefined, message: unready.map((one) => one.release.id).join(', ') };
  }
  if (inputs.kind === 'missing') {
    const message = `${renderReason('OutputMissing', { release: release.id })} (${inputs.references.join(', ')})`;
    return { release, kind: 'waiting', reason: 'OutputMissing', message };
  }
  const failure = failures.get(release.helmRelease);
  if (failure?.digest === inputs.digest && failure.sha === goal.sha && !isDue(failure, nowMs)) {
    return { release, kind: 'failed', ...failure, trouble: undefined };
  }
  const { digest, values } = inputs;
  if (isOfOtherChart(observed, goal.charts.get(release.id))) return { release, kind: 'replacing', digest };
  if (observed === undefined && observation.going.has(release.helmRelease)) {
    const message = `what was ${release.id} before to be gone`;
    if (!isLate(release, facts)) return { release, kind: 'waiting', reason: undefined, message };
    return failed(release, digest, { reason: 'NotReadyInTime', object: release.id, message });
  }
  return { release, kind: 'start', digest, values, recovery: planRecovery(observed) };
}

function isOfOtherChart(observed: ObservedRelease | undefined, wanted: PreparedChart | undefined): boolean {
  if (observed?.chart === undefined || wanted?.name === undefined) return false;
  return observed.chart !== wanted.name;
}

/** A release that failed, or that waits for one that did: nothing that depends on it will start. */
function isLost(decision: ReleaseDecision): boolean {
  return decision.kind === 'failed' || (decision.kind === 'waiting' && decision.reason === 'DependencyFailed');
}

function isDue({ retryAtMs }: Failure, nowMs: number): boolean {
  return retryAtMs !== undefined && retryAtMs <= nowMs;
}

/** Only one Helm of ours is ever at work on a release, so a record that says otherwise is what a killed one left. */
function planRecovery(observed: ObservedRelease | undefined): Recovery {
  switch (observed?.status) {
    case 'pending-install':
    case 'pending-upgrade':
    case 'pending-rollback':
      return 'unlock';
    case 'uninstalling':
      return 'uninstall';
    default:
      return 'none';
  }
}
