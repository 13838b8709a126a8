import type { LiveObject } from '../objects/live-object.ts';
import type { Metadata } from '../objects/metadata.ts';
import type { Pod } from '../objects/pod.ts';
import type { ClusterWatch } from './watch-cluster.ts';

/** Lists the releases of which workloads, pods, claims or custom resources are still there, whether or not Helm knows of them. */
export function listLingering({ pods, others, custom }: Leftovers): ReadonlySet<string> {
  const owners = new Set(others.map(({ metadata }) => metadata.uid));
  const orphans = pods.filter(
    (pod) => isRunning(pod) && !pod.metadata.ownerReferences.some(({ uid }) => owners.has(uid)),
  );
  const names = [
    ...[...others, ...pods, ...custom].flatMap(({ metadata }) => readRelease(metadata)),
    // Of these the annotation went with what made them. Charts put the name of their release on pods by convention.
    ...orphans.map(({ metadata }) => metadata.labels['app.kubernetes.io/instance'] ?? ''),
  ];
  return new Set(names.filter((name) => name !== ''));
}

/** Lists the releases of which any of these is being deleted: until it is gone, nothing can take its name. */
export function listGoing({ pods, others, custom }: Leftovers): ReadonlySet<string> {
  return new Set([...others, ...pods, ...custom].filter(isGoing).flatMap(({ metadata }) => readRelease(metadata)));
}

/** What keeps a release from being gone, whether or not Helm knows of it. */
export interface Leftovers {
  readonly pods: readonly Pod[];
  readonly others: readonly LiveObject[];
  readonly custom: readonly { readonly metadata: Metadata }[];
}

/** Looks at the objects of a namespace, of releases or not. */
export function listLeftovers(namespace: string, live: ClusterWatch['live'], custom: Leftovers['custom']): Leftovers {
  const others = [
    ...live.Deployment.list(namespace),
    ...live.ReplicaSet.list(namespace),
    ...live.StatefulSet.list(namespace),
    ...live.DaemonSet.list(namespace),
    ...live.Job.list(namespace),
    ...live.PersistentVolumeClaim.list(namespace),
    // A load balancer takes its time to go. What nobody deletes runs nothing, so nobody has to wait for it.
    ...[...live.Service.list(namespace), ...live.Ingress.list(namespace)].filter(isGoing),
  ];
  return { pods: live.Pod.list(namespace), others, custom };
}

function isGoing({ metadata }: { readonly metadata: Metadata }): boolean {
  return metadata.deletionTimestamp !== undefined;
}

function readRelease({ annotations }: Metadata): readonly string[] {
  // What the chart wants kept does not go when its release does.
  if (annotations['helm.sh/resource-policy'] === 'keep') return [];
  const release = annotations['meta.helm.sh/release-name'];
  return release === undefined ? [] : [release];
}

function isRunning({ status }: Pod): boolean {
  return status.phase === 'Pending' || status.phase === 'Running';
}
