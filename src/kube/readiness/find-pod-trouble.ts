import type { Trouble } from '../../engine/ports/world.ts';
import { findCondition } from '../objects/metadata.ts';
import type { ContainerStatus, Pod } from '../objects/pod.ts';
import { type Finding } from './judge-unready.ts';
import { toLine } from './to-line.ts';

/** Finds what keeps pods from becoming ready; `object` is what they belong to, for people. */
export function findPodTrouble(pods: readonly Pod[], object: string): readonly Finding[] {
  return pods
    .filter(({ status }) => status.phase === 'Pending' || status.phase === 'Running')
    .flatMap((pod) => [...findContainerTrouble(pod, object), ...findSchedulingTrouble(pod, object)]);
}

/** So many restarts are no mishap while starting any more. */
const restartsOfLoop = 2;

function findContainerTrouble(pod: Pod, object: string): readonly Finding[] {
  const { initContainerStatuses, containerStatuses } = pod.status;
  return [...initContainerStatuses, ...containerStatuses]
    .filter(({ ready }) => !ready)
    .flatMap((container) => findStartTrouble(pod, container, object) ?? findCrash(pod, container, object) ?? []);
}

function findStartTrouble(
  pod: Pod,
  { name, image, state, lastState }: ContainerStatus,
  object: string,
): Finding | undefined {
  const { reason = '', message = '' } = state.waiting ?? {};
  const trouble = { object, message: toLine(message === '' ? reason : message.replace(backOffWithCause, '')) };
  switch (reason) {
    case 'ErrImagePull':
    case 'ImagePullBackOff':
    case 'InvalidImageName':
    case 'ErrImageNeverPull':
    case 'ImageInspectError':
    case 'RegistryUnavailable': {
      const named = [...pod.spec.initContainers, ...pod.spec.containers].find((one) => one.name === name)?.image;
      const isFinal = !networkReasons.has(reason) || noSuchImage.test(message) || backOffWithoutCause.test(message);
      return { isFinal, trouble: { ...trouble, reason: 'ImagePullFailed', image: named ?? image } };
    }
    // What it needs may be written by another release, or by an operator: Kubernetes looks again.
    case 'CreateContainerConfigError':
      return { isFinal: false, trouble: { ...trouble, reason: 'ContainerNotCreated' } };
    case 'CreateContainerError':
    case 'RunContainerError':
      return { isFinal: true, trouble: { ...trouble, reason: 'ContainerNotCreated' } };
  }
  const last = state.terminated ?? lastState.terminated;
  if (last?.reason !== 'StartError') return undefined;
  return { isFinal: true, trouble: { object, message: toLine(last.message), reason: 'ContainerNotCreated' } };
}

/** With these the message says whether the image is at fault or the way to it. */
const networkReasons: ReadonlySet<string> = new Set(['ErrImagePull', 'ImagePullBackOff', 'RegistryUnavailable']);

/** How registries say that waiting is in vain. */
const noSuchImage =
  /not found|manifest unknown|does not exist|unauthorized|denied|forbidden|invalid reference|no such host|no match for platform/i;

/** An older Kubernetes does not say why it waits; what it said of it comes back between two waits. */
const backOffWithoutCause = /^Back-off pulling image "[^"]*"$/;

/** A newer one says both; only the cause is of interest, and the same between two waits as while it tries. */
const backOffWithCause = /^Back-off pulling image "[^"]*": \w+: (?=.)/;

function findCrash(pod: Pod, container: ContainerStatus, object: string): Finding | undefined {
  const { name, restartCount, state, lastState } = container;
  const last = state.terminated ?? lastState.terminated;
  if (restartCount < restartsOfLoop || last === undefined) return undefined;
  const isLooping =
    state.terminated !== undefined || state.waiting?.reason === 'CrashLoopBackOff' || isStarting(pod, container);
  if (!isLooping) return undefined;
  const why = ['', 'Error', 'Completed'].includes(last.reason) ? '' : `${last.reason}, `;
  const message = toLine(
    `container ${name} ended with ${why}exit code ${last.exitCode}, restarted ${restartCount} times. ${last.message}`,
  );
  // Of one that runs or waits to run again, the last lines are those of the run before.
  const logs: Trouble['logs'] = { pod: pod.metadata.name, container: name, previous: state.terminated === undefined };
  // A pod that is to end retries by itself: whether it has failed, its Job says.
  const isFinal = pod.spec.restartPolicy === 'Always';
  return { isFinal, trouble: { reason: 'CrashLoop', object, message, logs } };
}

/**
 * Whether a container that was restarted has not been ready since. One that was ready in between only has a bad moment,
 * however often it was restarted in its life.
 */
function isStarting({ status }: Pod, { state }: ContainerStatus): boolean {
  const startedAt = state.running?.startedAt ?? '';
  const changedAt = findCondition(status.conditions, 'ContainersReady')?.lastTransitionTime ?? '';
  return startedAt !== '' && changedAt !== '' && Date.parse(changedAt) <= Date.parse(startedAt);
}

function findSchedulingTrouble({ status }: Pod, object: string): readonly Finding[] {
  const condition = findCondition(status.conditions, 'PodScheduled');
  if (condition?.status !== 'False' || condition.reason !== 'Unschedulable') return [];
  return [{ isFinal: false, trouble: { reason: 'Unschedulable', object, message: toLine(condition.message) } }];
}
