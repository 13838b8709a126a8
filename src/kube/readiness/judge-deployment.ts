import type { Readiness } from '../../engine/ports/world.ts';
import { nameObject } from '../objects/live-object.ts';
import { findCondition } from '../objects/metadata.ts';
import type { Deployment } from '../objects/deployment.ts';
import type { ReplicaSet } from '../objects/replica-set.ts';
import { findPodTrouble } from './find-pod-trouble.ts';
import { findRefusal } from './find-refusal.ts';
import { isOwnedBy, listPods, type Surroundings } from './surroundings.ts';
import { judgeUnready, ready, settling, type Finding } from './judge-unready.ts';

/**
 * A Deployment is ready when all pods of its newest revision are available and none of an older one is meant to stay. Pods
 * that are ending are not waited for. What is wrong with pods of older revisions does not matter: they are being replaced.
 */
export function judgeDeployment(deployment: Deployment, surroundings: Surroundings): Readiness {
  const { metadata, spec, status } = deployment;
  if (status.observedGeneration < metadata.generation) return settling(deployment, 'its change is not taken up yet');
  if (spec.paused) return ready;
  const isDone =
    status.updatedReplicas >= spec.replicas &&
    status.availableReplicas >= spec.replicas &&
    status.replicas <= status.updatedReplicas;
  if (isDone) return ready;

  const newest = findNewest(deployment, surroundings);
  const count = Math.min(newest?.status.availableReplicas ?? 0, spec.replicas);
  const isReplacing = count >= spec.replicas && status.replicas > status.updatedReplicas;
  const waitsFor = isReplacing
    ? 'pods of the revision before are still there'
    : `${Math.min(count, status.availableReplicas)} of ${spec.replicas} pods are ready`;
  return judgeUnready(deployment, waitsFor, findTrouble(deployment, newest, surroundings));
}

function findNewest({ metadata }: Deployment, { replicaSets }: Surroundings): ReplicaSet | undefined {
  const revision = metadata.annotations[revisionAnnotation];
  return replicaSets
    .filter((replicaSet) => isOwnedBy(replicaSet, metadata.uid))
    .find((replicaSet) => replicaSet.metadata.annotations[revisionAnnotation] === revision);
}

const revisionAnnotation = 'deployment.kubernetes.io/revision';

function findTrouble(
  deployment: Deployment,
  newest: ReplicaSet | undefined,
  surroundings: Surroundings,
): readonly Finding[] {
  const object = nameObject(deployment);
  const ofPods =
    newest === undefined
      ? []
      : [
          ...findRefusal(newest.status.conditions, object),
          ...findPodTrouble(listPods(surroundings, newest.metadata.uid), object),
        ];
  const progressing = findCondition(deployment.status.conditions, 'Progressing');
  if (progressing?.reason !== 'ProgressDeadlineExceeded') return ofPods;
  const late: Finding = {
    isFinal: true,
    trouble: { ...ofPods[0]?.trouble, reason: 'NotReadyInTime', object, message: progressing.message },
  };
  return [...ofPods, late];
}
