import { CoreV1Api } from '@kubernetes/client-node';
import type { Remains } from '../../engine/ports/cluster.ts';
import type { KubeClient } from '../create-kube-client.ts';
import { unlessGone } from '../unless-gone.ts';
import { listBlockers } from './list-blockers.ts';
import { listVolumeBlockers } from './list-volume-blockers.ts';
import { belongsTo, type Owner } from './marks.ts';

/** Reads what is left of the namespace of an environment, and after it of its volumes, which are in no namespace. */
export async function readRemains(client: KubeClient, name: string, owner: Owner): Promise<Remains> {
  const namespace = await unlessGone(() => client.api(CoreV1Api).readNamespace({ name }));
  if (namespace === undefined) return await readVolumes(client, name);
  const { metadata = {} } = namespace;
  if (!belongsTo(metadata, owner)) return { kind: 'notOurs' };
  if (metadata.deletionTimestamp === undefined) return { kind: 'present' };
  return { kind: 'going', blockers: await listBlockers(client, namespace) };
}

/** A volume that its class retains is to stay, and is not waited for. */
async function readVolumes(client: KubeClient, namespace: string): Promise<Remains> {
  const { items } = await client.api(CoreV1Api).listPersistentVolume();
  const left = items.filter(
    ({ spec }) => spec?.claimRef?.namespace === namespace && spec.persistentVolumeReclaimPolicy === 'Delete',
  );
  if (left.length === 0) return { kind: 'nothing' };
  return { kind: 'going', blockers: left.flatMap(listVolumeBlockers) };
}
