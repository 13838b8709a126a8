import { KubeConfig } from '@kubernetes/client-node';
import type { DeployerAccess } from '../../engine/ports/cluster.ts';
import { createKubeClient, type KubeClient } from '../create-kube-client.ts';

/** More than all that is asked of the API server at one time takes. */
const longestMs = 5 * 60_000;

/** Lets `work` use the access that Helm has: it reaches one namespace, and there what Helm may write. Throws what `work` throws, and an EngineError. */
export async function withDeployer<T>(
  access: DeployerAccess,
  namespace: string,
  work: (client: KubeClient) => Promise<T>,
): Promise<T> {
  const config = new KubeConfig();
  config.loadFromString(await access.createKubeconfig(namespace, longestMs));
  const client = createKubeClient(config);
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}
