import type { V1PersistentVolume } from '@kubernetes/client-node';
import type { Blocker } from '../../engine/ports/cluster.ts';
import { patienceMs } from './patience.ts';

/**
 * Lists what keeps a volume that is to go with its claim. Only the provisioners of Kubernetes itself mark one as `Failed`;
 * where a driver cannot delete one, the volume stays as it is, and all that is known is who should have deleted it.
 */
export function listVolumeBlockers(volume: V1PersistentVolume): readonly Blocker[] {
  if (!isOverdue(volume)) return [];
  const { metadata = {}, spec, status } = volume;
  const object = `PersistentVolume/${metadata.name ?? ''}`;
  const { annotations = {}, deletionTimestamp, finalizers = [] } = metadata;
  if (deletionTimestamp !== undefined) {
    return finalizers.map((finalizer) => ({ object, cause: `finalizer ${finalizer}` }));
  }
  const provisioner = annotations['pv.kubernetes.io/provisioned-by'] ?? spec?.csi?.driver ?? 'its provisioner';
  return [{ object, cause: `${status?.phase ?? ''}, not deleted by ${provisioner}` }];
}

function isOverdue({ metadata, status }: V1PersistentVolume): boolean {
  if (status?.phase === 'Failed') return true;
  // Its claim has gone: it is about to be released.
  if (status?.phase === 'Bound') return false;
  const times = [metadata?.deletionTimestamp, status?.lastPhaseTransitionTime];
  const sinceMs = Math.max(...times.map((time) => time?.getTime() ?? 0));
  return Date.now() - sinceMs >= patienceMs;
}
