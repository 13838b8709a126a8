import { ApiException, CoreV1Api, type KubeConfig } from '@kubernetes/client-node';

// 404: it went between a list and this call. 409: it is on its way.
const alreadyGoing: readonly number[] = [404, 409];

/** Begins to delete a namespace, whoever else deletes it at the same moment. */
export async function deleteNamespace(config: KubeConfig, name: string): Promise<void> {
  await config
    .makeApiClient(CoreV1Api)
    .deleteNamespace({ name })
    .catch((error: unknown) => {
      if (!(error instanceof ApiException) || !alreadyGoing.includes(error.code)) throw error;
    });
}
