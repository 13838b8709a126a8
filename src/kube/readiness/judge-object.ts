import type { Readiness } from '../../engine/ports/world.ts';
import type { LiveObject } from '../objects/live-object.ts';
import type { PersistentVolumeClaim } from '../objects/persistent-volume-claim.ts';
import type { Service } from '../objects/service.ts';
import { judgeDaemonSet } from './judge-daemon-set.ts';
import { judgeDeployment } from './judge-deployment.ts';
import { hasEnded, judgeJob } from './judge-job.ts';
import { judgePod } from './judge-pod.ts';
import { judgeReplicaSet } from './judge-replica-set.ts';
import { judgeStatefulSet } from './judge-stateful-set.ts';
import type { Surroundings } from './surroundings.ts';
import { ready, settling } from './judge-unready.ts';
import { toLine } from './to-line.ts';

/** Judges one object of a release. What is already meant to go is never ready, except for a Job: it goes when it is done. */
export function judgeObject(object: LiveObject, surroundings: Surroundings): Readiness {
  const isDone = object.kind === 'Job' && hasEnded(object);
  if (object.metadata.deletionTimestamp !== undefined && !isDone) return settling(object, 'it is going');
  switch (object.kind) {
    case 'Deployment':
      return judgeDeployment(object, surroundings);
    case 'ReplicaSet':
      return judgeReplicaSet(object, surroundings);
    case 'StatefulSet':
      return judgeStatefulSet(object, surroundings);
    case 'DaemonSet':
      return judgeDaemonSet(object, surroundings);
    case 'Job':
      return judgeJob(object, surroundings);
    case 'Pod':
      return judgePod(object);
    case 'PersistentVolumeClaim':
      return judgeClaim(object, surroundings);
    case 'Service':
      return judgeService(object);
    case 'Ingress':
      return ready;
  }
}

/** A claim whose volume is made only when a pod wants it would wait for the pod, and the pod's release for the claim. */
function judgeClaim(claim: PersistentVolumeClaim, { waitsForConsumer, warnings }: Surroundings): Readiness {
  const { phase } = claim.status;
  const { storageClassName } = claim.spec;
  if (phase === 'Bound') return ready;
  // The empty name is not the default class but none: a volume that is there already, whoever wants it.
  const isOnDemand = storageClassName !== '' && waitsForConsumer(storageClassName ?? '');
  if (phase === 'Pending' && isOnDemand) return ready;
  if (phase === 'Lost') return settling(claim, 'its volume is lost');
  const said = warnings.filter(({ about }) => about.uid === claim.metadata.uid).map(({ message }) => toLine(message));
  return settling(claim, ['it is not bound', ...said.slice(-1)].join(': '));
}

function judgeService(service: Service): Readiness {
  if (service.spec.type !== 'LoadBalancer') return ready;
  const isReachable = (service.status.loadBalancer.ingress ?? []).length > 0;
  return isReachable ? ready : settling(service, 'it has no address yet');
}
