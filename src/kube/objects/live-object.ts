import type { Ingress } from './ingress.ts';
import type { PersistentVolumeClaim } from './persistent-volume-claim.ts';
import type { Service } from './service.ts';
import type { Pod } from './pod.ts';
import type { DaemonSet } from './daemon-set.ts';
import type { Deployment } from './deployment.ts';
import type { Job } from './job.ts';
import type { ReplicaSet } from './replica-set.ts';
import type { StatefulSet } from './stateful-set.ts';

/** An object whose state says whether it is ready. */
export type LiveObject =
  Deployment | ReplicaSet | StatefulSet | DaemonSet | Job | Pod | PersistentVolumeClaim | Service | Ingress;

export type LiveKind = LiveObject['kind'];

export interface NamedObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** Names an object for people: `Deployment/api`. */
export function nameObject({ kind, metadata }: NamedObject): string {
  return `${kind}/${metadata.name}`;
}
