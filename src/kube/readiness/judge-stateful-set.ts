import type { Readiness } from '../../engine/ports/world.ts';
import { nameObject } from '../objects/live-object.ts';
import type { StatefulSet } from '../objects/stateful-set.ts';
import { findPodTrouble } from './find-pod-trouble.ts';
import { findWarnedRefusal } from './find-refusal.ts';
import { listPods, type Surroundings } from './surroundings.ts';
import { judgeUnready, ready, settling } from './judge-unready.ts';

/** A StatefulSet is ready when all its pods are available, and those that its strategy renews are of the newest revision. */
export function judgeStatefulSet(statefulSet: StatefulSet, surroundings: Surroundings): Readiness {
  const { metadata, spec, status } = statefulSet;
  if (status.observedGeneration < metadata.generation) return settling(statefulSet, 'its change is not taken up yet');
  const { type, rollingUpdate } = spec.updateStrategy;
  const renewed = type === 'OnDelete' ? 0 : Math.max(spec.replicas - (rollingUpdate?.partition ?? 0), 0);
  const isDone =
    status.replicas === spec.replicas &&
    status.availableReplicas >= spec.replicas &&
    (status.updatedReplicas >= renewed || status.currentRevision === status.updateRevision);
  if (isDone) return ready;

  const count = Math.min(status.availableReplicas, spec.replicas);
  const waitsFor =
    count < spec.replicas
      ? `${count} of ${spec.replicas} pods are ready`
      : `${status.updatedReplicas} of ${renewed} pods are of the new revision`;
  const newest = listPods(surroundings, metadata.uid).filter(
    (pod) => pod.metadata.labels['controller-revision-hash'] === status.updateRevision,
  );
  return judgeUnready(statefulSet, waitsFor, [
    ...findWarnedRefusal(statefulSet, spec.replicas - status.replicas, surroundings),
    ...findPodTrouble(newest, nameObject(statefulSet)),
  ]);
}
