import type { Readiness } from '../../engine/ports/world.ts';
import { nameObject } from '../objects/live-object.ts';
import type { DaemonSet } from '../objects/daemon-set.ts';
import { findPodTrouble } from './find-pod-trouble.ts';
import { findWarnedRefusal } from './find-refusal.ts';
import { listPods, type Surroundings } from './surroundings.ts';
import { judgeUnready, ready, settling } from './judge-unready.ts';

/** A DaemonSet is ready when each node that is to have a pod has one that is available; where there is no such node, at once. */
export function judgeDaemonSet(daemonSet: DaemonSet, surroundings: Surroundings): Readiness {
  const { metadata, spec, status } = daemonSet;
  if (status.observedGeneration < metadata.generation) return settling(daemonSet, 'its change is not taken up yet');
  const wanted = status.desiredNumberScheduled;
  const isRenewed = spec.updateStrategy.type === 'OnDelete' || status.updatedNumberScheduled >= wanted;
  if (isRenewed && status.numberAvailable >= wanted) return ready;

  const generation = metadata.annotations['deprecated.daemonset.template.generation'];
  const newest = listPods(surroundings, metadata.uid).filter(
    (pod) => pod.metadata.labels['pod-template-generation'] === generation,
  );
  const count = Math.min(isRenewed ? status.numberAvailable : status.updatedNumberScheduled, wanted);
  return judgeUnready(daemonSet, `${count} of ${wanted} pods are ready`, [
    ...findWarnedRefusal(daemonSet, wanted - status.currentNumberScheduled, surroundings),
    ...findPodTrouble(newest, nameObject(daemonSet)),
  ]);
}
