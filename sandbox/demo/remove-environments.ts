import { setTimeout as sleep } from 'node:timers/promises';
import { CoreV1Api, CustomObjectsApi, PatchStrategy, setHeaderOptions, type KubeConfig } from '@kubernetes/client-node';
import { deleteNamespace } from '../cluster/client/delete-namespace.ts';
import { orGone } from '../cluster/client/or-gone.ts';
import type { Progress } from '../cluster/progress.ts';

const resource = { group: 'berth.dev', version: 'v1alpha1', plural: 'environments' } as const;
const goneWithinMs = 60_000;

interface Place {
  readonly config: KubeConfig;
  /** The namespace of berth. */
  readonly namespace: string;
}

/** Has the running berth remove all of its environments, as `kubectl delete environments --all` would, and waits for it. */
export async function removeEnvironments({ config, namespace }: Place, progress: Progress): Promise<void> {
  const api = config.makeApiClient(CustomObjectsApi);
  const names = await listEnvironments({ config, namespace });
  if (names.length === 0) return;
  progress('removing the environments');
  for (const name of names) await orGone(api.deleteNamespacedCustomObject({ ...resource, namespace, name }));
  const deadline = Date.now() + goneWithinMs;
  while ((await listEnvironments({ config, namespace })).length > 0 && Date.now() < deadline) await sleep(200);
  await forgetEnvironments({ config, namespace });
}

/** Takes away what an earlier demo that was killed left behind: nobody knows the GitHub any more that it was for. */
export async function forgetEnvironments({ config, namespace }: Place): Promise<void> {
  const api = config.makeApiClient(CustomObjectsApi);
  const core = config.makeApiClient(CoreV1Api);
  for (const name of await listEnvironments({ config, namespace })) {
    const body = { metadata: { finalizers: [] } };
    const mergePatch = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);
    await orGone(api.patchNamespacedCustomObject({ ...resource, namespace, name, body }, mergePatch));
    await orGone(api.deleteNamespacedCustomObject({ ...resource, namespace, name }));
    // Another berth may have an environment of the same name.
    const labelSelector = `berth.dev/environment=${name},berth.dev/installation=${namespace}`;
    const { items } = await core.listNamespace({ labelSelector });
    for (const { metadata } of items) await deleteNamespace(config, metadata?.name ?? '');
  }
}

export async function listEnvironments({ config, namespace }: Place): Promise<readonly string[]> {
  const api = config.makeApiClient(CustomObjectsApi);
  const { items } = (await api.listNamespacedCustomObject({ ...resource, namespace })) as {
    items: { metadata: { name: string } }[];
  };
  return items.map(({ metadata }) => metadata.name);
}
