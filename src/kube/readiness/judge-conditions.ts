import type { Readiness, Trouble } from '../../engine/ports/world.ts';
import type { CustomCondition, CustomObject } from '../objects/custom-object.ts';
import { nameObject } from '../objects/live-object.ts';
import { ready, settling } from './judge-unready.ts';
import { toLine } from './to-line.ts';

export interface ConditionKnowledge {
  /** Whether objects of this kind may have conditions at all, by its schema. */
  readonly hasConditions: boolean;
  /** Whether the condition `Ready` (or `Available`) was seen on any object of this kind. */
  readonly hasReady: boolean;
  /** When Helm applied the object, ISO 8601. */
  readonly appliedAt: string;
  readonly nowMs: number;
}

/**
 * Judges an object by its conditions, as controllers agree on, https://github.com/kubernetes-sigs/cli-utils/tree/master/pkg/kstatus:
 * `Ready` (or `Available`) about the generation that Helm applied. Of one that has neither, those that mean much the same
 * have to be true.
 */
export function judgeConditions(object: CustomObject, knowledge: ConditionKnowledge): Readiness {
  const { conditions } = object;
  const stalled = findTrue(conditions, ['Stalled']);
  if (stalled !== undefined) return { kind: 'failed', trouble: describeFailure(object, describeCondition(stalled)) };
  const busy = findTrue(conditions, ['Reconciling', 'NotReady']);
  if (busy !== undefined) return settling(object, describeCondition(busy));

  const main = findMain(conditions);
  const telling = main === undefined ? conditions.filter(({ type }) => alike.has(type)) : [main];
  if (telling.some((condition) => isOld(condition, object))) return settling(object, notTakenUp);
  // `Unknown` is what a definition may give its objects until a controller has looked at them.
  const unmet = telling.find(({ status }) => status !== 'True');
  if (unmet !== undefined) return settling(object, describeCondition(unmet));
  return main === undefined ? judgeWithoutMain(object, knowledge) : ready;
}

/** What says whether an object is ready, where its kind has it. */
export function findMain(conditions: readonly CustomCondition[]): CustomCondition | undefined {
  const find = (type: string) => conditions.find((condition) => condition.type === type);
  return find('Ready') ?? find('Available');
}

export function describeCondition({ type, status, reason, message }: CustomCondition): string {
  return toLine([`${type} is ${status}`, reason, message].filter((text) => text !== '').join(': '));
}

export function describeFailure(object: CustomObject, said: string): Trouble {
  return { reason: 'ResourceFailed', object: nameObject(object), message: toLine(said) };
}

export const notTakenUp = 'its change is not taken up yet';

/** What kinds without `Ready` say in its place. None is ever false, or not known, of an object that is as it should be. */
const alike: ReadonlySet<string> = new Set([
  'Accepted',
  'Programmed',
  'Synced',
  'Reconciled',
  'ReconcileSuccess',
  'AllReplicasReady',
  'ClusterAvailable',
  'Healthy',
  'Valid',
]);

function findTrue(conditions: readonly CustomCondition[], types: readonly string[]): CustomCondition | undefined {
  return conditions.find(({ type, status }) => types.includes(type) && status === 'True');
}

function isOld({ observedGeneration }: CustomCondition, { metadata: { generation } }: CustomObject): boolean {
  return (observedGeneration ?? generation) < generation;
}

/**
 * Nothing speaks against it, but its controller may only not have come to saying `Ready` yet. Where no object of the kind
 * ever did, that is believed for a moment. One of which nobody has said anything is another matter: it may be that there is
 * no controller.
 */
function judgeWithoutMain(object: CustomObject, knowledge: ConditionKnowledge): Readiness {
  const { conditions, raw } = object;
  const { hasConditions, hasReady, appliedAt, nowMs } = knowledge;
  if (hasReady) return settling(object, noReady);
  if (conditions.length === 0 && !hasConditions) return ready;
  if (conditions.length === 0 && isEmpty(raw.status)) return settling(object, noReady);
  if (conditions.length > 0 && conditions.every((one) => isOld(one, object))) return settling(object, notTakenUp);
  const againAtMs = findToldMs(object, appliedAt) + graceMs;
  if (nowMs >= againAtMs) return { kind: 'ready', heardAtMs: againAtMs };
  return { ...settling(object, 'it has no condition Ready, and counts as ready soon if it gets none'), againAtMs };
}

const noReady =
  'it has no condition Ready yet; if it never gets one, the manifest has to say under readyWhen what to wait for';
const graceMs = 10_000;

function isEmpty(status: unknown): boolean {
  return typeof status !== 'object' || status === null || Object.keys(status).length === 0;
}

/** When its controller first said something of it, as far as that is known, and not before Helm applied it. */
function findToldMs({ metadata, conditions }: CustomObject, appliedAt: string): number {
  const told = conditions.flatMap(({ lastTransitionTime }) => readTime(lastTransitionTime ?? ''));
  const firstTold = told.length === 0 ? [] : [Math.min(...told)];
  return Math.max(0, ...readTime(appliedAt), ...readTime(metadata.creationTimestamp), ...firstTold);
}

function readTime(text: string): readonly number[] {
  const timeMs = Date.parse(text);
  return Number.isNaN(timeMs) ? [] : [timeMs];
}
