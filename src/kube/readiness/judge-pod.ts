import type { Readiness } from '../../engine/ports/world.ts';
import { nameObject } from '../objects/live-object.ts';
import { findCondition } from '../objects/metadata.ts';
import type { Pod } from '../objects/pod.ts';
import { findPodTrouble } from './find-pod-trouble.ts';
import { judgeUnready, ready } from './judge-unready.ts';
import { toLine } from './to-line.ts';

/** A pod that a release made itself, without a workload around it, is ready when it says so or has ended well. */
export function judgePod(pod: Pod): Readiness {
  const { phase, conditions } = pod.status;
  if (phase === 'Succeeded' || findCondition(conditions, 'Ready')?.status === 'True') return ready;
  if (phase === 'Failed') return { kind: 'failed', trouble: describeEnd(pod) };
  return judgeUnready(pod, 'it is not ready', findPodTrouble([pod], nameObject(pod)));
}

function describeEnd(pod: Pod): Extract<Readiness, { kind: 'failed' }>['trouble'] {
  const { reason, message, initContainerStatuses, containerStatuses } = pod.status;
  const container = [...initContainerStatuses, ...containerStatuses].find(
    ({ state }) => state.terminated !== undefined && state.terminated.exitCode !== 0,
  );
  const end = container?.state.terminated?.exitCode;
  return {
    reason: 'CrashLoop',
    object: nameObject(pod),
    message: toLine(`${end === undefined ? 'it failed' : `it ended with exit code ${end}`}. ${reason} ${message}`),
    ...(container !== undefined && { logs: { pod: pod.metadata.name, container: container.name, previous: false } }),
  };
}
