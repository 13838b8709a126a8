import { nameObject, type LiveObject } from '../objects/live-object.ts';
import { findCondition, type ObjectCondition } from '../objects/metadata.ts';
import { isOwnedBy, type Surroundings } from './surroundings.ts';
import { type Finding } from './judge-unready.ts';
import { toLine } from './to-line.ts';

/** Finds in the conditions of a ReplicaSet why its pods are refused. The condition goes when they no longer are. */
export function findRefusal(conditions: readonly ObjectCondition[], object: string): readonly Finding[] {
  const condition = findCondition(conditions, 'ReplicaFailure');
  if (condition?.status !== 'True' || condition.reason !== 'FailedCreate') return [];
  return classifyRefusal(condition.message, object);
}

/**
 * Finds in the warnings about an object that misses pods why they are refused: most kinds have no condition for it. A
 * warning outlives what it is about: once a pod was made after it, it is of no more use.
 */
export function findWarnedRefusal(
  object: LiveObject,
  missingPods: number,
  { warnings, appliedAt, pods }: Surroundings,
): readonly Finding[] {
  if (missingPods <= 0) return [];
  const { uid } = object.metadata;
  const madeAtMs = pods.filter((pod) => isOwnedBy(pod, uid)).map((pod) => Date.parse(pod.metadata.creationTimestamp));
  return warnings
    .filter(({ about, reason }) => about.uid === uid && reason === 'FailedCreate')
    .filter(({ at }) => isSince(at, appliedAt) && madeAtMs.every((madeMs) => madeMs < Date.parse(at)))
    .toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at))
    .flatMap(({ message }) => classifyRefusal(message, nameObject(object)));
}

function classifyRefusal(message: string, object: string): readonly Finding[] {
  const line = toLine(message.replace(/^(\(combined from similar events\): )?Error creating: /, ''));
  if (passing.test(message)) return [];
  if (/exceeded quota|failed quota/.test(message)) {
    return [{ isFinal: true, trouble: { reason: 'QuotaRefused', object, message: line } }];
  }
  if (/is forbidden|denied the request|denied request|is invalid/.test(message)) {
    return [{ isFinal: true, trouble: { reason: 'AdmissionRefused', object, message: line } }];
  }
  return [];
}

/** The account is made at the same moment; the namespace is going and nothing of it matters. */
const passing = /error looking up service account|because it is being terminated|object is being deleted/;

/** Whether something happened after Helm applied an object. Warnings are dated in whole seconds. */
export function isSince(at: string, appliedAt: string): boolean {
  return appliedAt === '' || Date.parse(at) >= Math.floor(Date.parse(appliedAt) / 1_000) * 1_000;
}
