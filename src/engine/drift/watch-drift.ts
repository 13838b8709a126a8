import type { ReleaseDriftStatus, ReleaseStatus } from '../../environment/release-status.ts';
import { toDigestLabel } from '../../plan/to-digest-label.ts';
import type { Pass } from '../deploy/deploy-environment.ts';
import type { ReleaseDecision } from '../graph/decide-releases.ts';
import { describeTrouble } from '../graph/describe-trouble.ts';
import type { Goal } from '../graph/goal.ts';
import { nameOf, type TouchedObject } from '../ports/drift.ts';
import type { Observation, ObservedRelease, Trouble } from '../ports/world.ts';
import { ensureDriftKeeper, type DriftKeeper } from './drift-keeper.ts';

export interface DriftView {
  /** The decisions; a release that misses what nobody is going to put back has failed. */
  readonly decisions: readonly ReleaseDecision[];
  /** What is to be told, by `service/release`. */
  readonly drift: ReadonlyMap<string, readonly ReleaseDriftStatus[]>;
}

/** Looks at what somebody changed in releases that are applied, and begins what is to be done about it. */
export function watchDrift(
  pass: Pass,
  { plan: { namespace }, profile: { drift: policy } }: Goal,
  { releases }: Observation,
  decisions: readonly ReleaseDecision[],
): DriftView {
  if (policy.deleted === 'off' && policy.changed === 'off') return { decisions, drift: new Map() };
  const keeper = ensureDriftKeeper(pass, namespace, policy);
  const touched = pass.parts.cluster.world.listTouched(namespace);
  const recorded = new Map(pass.environment.status.releases.map((release) => [release.id, release]));
  const applied = decisions.flatMap((decision) => toApplied(decision, releases.get(decision.release.helmRelease)));
  const drift = new Map(
    applied.map((release) => {
      const { id, helmRelease } = release.decision.release;
      return [
        id,
        lookAtRelease(pass, keeper, { ...release, recorded: recorded.get(id) }, touched.get(helmRelease) ?? []),
      ];
    }),
  );
  return { drift, decisions: decisions.map((decision) => failDrifted(decision, drift.get(decision.release.id))) };
}

interface Applied {
  readonly decision: Extract<ReleaseDecision, { kind: 'ready' | 'settling' | 'failed' }>;
  readonly revision: number;
}

/** The decision about a release of which the revision that is wanted is deployed. */
function toApplied(decision: ReleaseDecision, observed: ObservedRelease | undefined): readonly Applied[] {
  if (decision.kind !== 'ready' && decision.kind !== 'settling' && decision.kind !== 'failed') return [];
  if (observed?.status !== 'deployed' || observed.digest !== toDigestLabel(decision.digest)) return [];
  return [{ decision, revision: observed.revision }];
}

function lookAtRelease(
  { parts, wakeAfter }: Pass,
  keeper: DriftKeeper,
  { decision, revision, recorded }: Applied & { readonly recorded: ReleaseStatus | undefined },
  all: readonly TouchedObject[],
): readonly ReleaseDriftStatus[] {
  const { helmRelease } = decision.release;
  const before = recorded?.digest === decision.digest ? recorded : undefined;
  // Until it is ready for the first time, whatever belongs to it may still write to it; what is gone is gone.
  const wasReady = decision.kind === 'ready' || before?.readyAt !== undefined;
  const touched = wasReady ? all : all.filter(({ state }) => state === 'missing');
  const dueAtMs = keeper.look({ helmRelease, revision, touched });
  if (dueAtMs !== undefined) wakeAfter(Math.max(0, dueAtMs - parts.clock.nowMs()));
  return continueTelling(before?.drift ?? [], keeper.list(helmRelease), all);
}

/** A berth that has only just started goes on telling what the one before it found, until it has looked itself. */
function continueTelling(
  told: readonly ReleaseDriftStatus[],
  known: ReturnType<DriftKeeper['list']>,
  touched: readonly TouchedObject[],
): readonly ReleaseDriftStatus[] {
  const mayStillBe = new Set(touched.map(({ object }) => nameOf(object)));
  const kept = told.filter(({ object, state }) => !known.has(object) && (state === 'mended' || mayStillBe.has(object)));
  const found = [...known.values()].filter((one) => one !== undefined);
  return [...kept, ...found].toSorted((one, other) => one.object.localeCompare(other.object));
}

/** Nothing is waited for that will not come. */
function failDrifted(decision: ReleaseDecision, drift: readonly ReleaseDriftStatus[] = []): ReleaseDecision {
  const lost = drift.find(({ change, state }) => change === 'deleted' && state === 'left');
  const isWaiting =
    decision.kind === 'settling' || (decision.kind === 'failed' && decision.trouble?.reason === 'NotReadyInTime');
  if (lost === undefined || !isWaiting) return decision;
  const { release, digest } = decision;
  const trouble: Trouble = { reason: 'Drifted', object: lost.object, message: 'it was deleted' };
  const message = describeTrouble(release.id, trouble);
  return { release, kind: 'failed', digest, reason: 'Drifted', message, retryAtMs: undefined, trouble };
}
