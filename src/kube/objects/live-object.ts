import type { Ingress, PersistentVolumeClaim, Service } from './others.ts';
import type { Pod } from './pod.ts';
import type { DaemonSet, Deployment, Job, ReplicaSet, StatefulSet } from './workloads.ts';

/** An object whose state says whether it is ready. */
export type LiveObject =
  Deployment | ReplicaSet | StatefulSet | DaemonSet | Job | Pod | PersistentVolumeClaim | Service | Ingress;

export type LiveKind = LiveObject['kind'];

/** Names an object for people: `Deployment/api`. */
export function nameObject({ kind, metadata }: Pick<LiveObject, 'kind' | 'metadata'>): string {
  return `${kind}/${metadata.name}`;
}
