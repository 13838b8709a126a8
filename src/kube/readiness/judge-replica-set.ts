import type { Readiness } from '../../engine/ports/world.ts';
import { nameObject } from '../objects/live-object.ts';
import type { ReplicaSet } from '../objects/replica-set.ts';
import { findPodTrouble } from './find-pod-trouble.ts';
import { findRefusal } from './find-refusal.ts';
import { listPods, type Surroundings } from './surroundings.ts';
import { judgeUnready, ready, settling } from './judge-unready.ts';

export function judgeReplicaSet(replicaSet: ReplicaSet, surroundings: Surroundings): Readiness {
  const { metadata, spec, status } = replicaSet;
  if (status.observedGeneration < metadata.generation) return settling(replicaSet, 'its change is not taken up yet');
  if (status.availableReplicas >= spec.replicas) return ready;
  const object = nameObject(replicaSet);
  return judgeUnready(replicaSet, `${status.readyReplicas} of ${spec.replicas} pods are ready`, [
    ...findRefusal(status.conditions, object),
    ...findPodTrouble(listPods(surroundings, metadata.uid), object),
  ]);
}
