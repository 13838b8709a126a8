import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';

const tokenSeconds = 24 * 60 * 60;

/** Makes a kubeconfig that authenticates as a service account for a day, and as nothing else. */
export async function createAccountConfig(
  config: KubeConfig,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): Promise<KubeConfig> {
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw new Error('making a kubeconfig: the one given names no cluster');
  const { status } = await config.makeApiClient(CoreV1Api).createNamespacedServiceAccountToken({
    namespace,
    name,
    body: { spec: { audiences: [], expirationSeconds: tokenSeconds } },
  });
  const account = new KubeConfig();
  account.loadFromClusterAndUser(cluster, { name, token: status?.token ?? '' });
  return account;
}
