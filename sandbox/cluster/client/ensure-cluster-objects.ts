import { readFile } from 'node:fs/promises';
import { KubernetesObjectApi, loadAllYaml, PatchStrategy, type KubernetesObject } from '@kubernetes/client-node';
import { loadKubeconfig } from './load-kubeconfig.ts';

const objectsFile = new URL('cluster-objects.yaml', import.meta.url);
const fieldManager = 'berth-sandbox';

/** Applies what the sandbox adds to an empty cluster (`cluster-objects.yaml`) by server-side apply. Safe to repeat. */
export async function ensureClusterObjects(kubeconfig: string): Promise<void> {
  const api = KubernetesObjectApi.makeApiClient(loadKubeconfig(kubeconfig));
  const objects = loadAllYaml(await readFile(objectsFile, 'utf8')) as KubernetesObject[];
  await Promise.all(
    objects.map((object) => api.patch(object, undefined, undefined, fieldManager, true, PatchStrategy.ServerSideApply)),
  );
}
