import type { Warning } from '../objects/warning.ts';
import type { Pod } from '../objects/pod.ts';
import type { ReplicaSet } from '../objects/replica-set.ts';

/** What there is in a namespace besides the object that is judged. */
export interface Surroundings {
  readonly pods: readonly Pod[];
  readonly replicaSets: readonly ReplicaSet[];
  readonly warnings: readonly Warning[];
  /** Whether volumes of a storage class are made only once a pod wants them. */
  readonly waitsForConsumer: (storageClass: string) => boolean;
  /** When Helm applied the objects, ISO 8601. Older warnings are about what was there before. */
  readonly appliedAt: string;
}

/** Pods that an object made and that are meant to stay. */
export function listPods({ pods }: Surroundings, owner: string): readonly Pod[] {
  return pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined && isOwnedBy({ metadata }, owner));
}

export function isOwnedBy({ metadata }: Pick<Pod, 'metadata'>, owner: string): boolean {
  return metadata.ownerReferences.some(({ uid }) => uid === owner);
}
