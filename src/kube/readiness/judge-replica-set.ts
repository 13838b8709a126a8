import type { Readiness } from '../../engine/ports/world.ts';
import { nameObject } from '../objects/live-object.ts';
import type { ReplicaSet } from '../objects/replica-set.ts';
import { findPodTrouble } from './find-pod-trouble.ts';
import { findRefusal } from './find-refusal.ts';
import { listPods, type Surroundings } from './surroundings.ts';
import { judgeUnready, ready, settling } from './judge-unready.ts';

/** A ReplicaSet that a release made itself is ready when it has as many pods as it should, and all are available. */
export function judgeReplicaSet(replicaSet: ReplicaSet, surroundings: Surroundings): Readiness {
  const { metadata, spec, status } = replicaSet;
  if (status.observedGeneration < metadata.generation) return settling(replicaSet, 'its change is not taken up yet');
  if (status.availableReplicas >= spec.replicas && status.replicas <= spec.replicas) return ready;
  const object = nameObject(replicaSet);
  const waitsFor =
    status.replicas > spec.replicas
      ? `${status.replicas} pods are there, not ${spec.replicas}`
      : `${status.availableReplicas} of ${spec.replicas} pods are ready`;
  return judgeUnready(replicaSet, waitsFor, [
    ...findRefusal(status.conditions, object),
    ...findPodTrouble(listPods(surroundings, metadata.uid), object),
  ]);
}
