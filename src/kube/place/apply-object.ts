import { PatchStrategy, type KubernetesObject } from '@kubernetes/client-node';
import type { KubeClient } from '../create-kube-client.ts';

const fieldManager = 'berth';

/** Makes an object be as it is given, in all that is given, by server-side apply; resolves to it as it is then. */
export async function applyObject(client: KubeClient, object: KubernetesObject): Promise<KubernetesObject> {
  return await client.objects.patch(object, undefined, undefined, fieldManager, true, PatchStrategy.ServerSideApply);
}
