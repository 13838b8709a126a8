import { readFile } from 'node:fs/promises';
import { CoreV1Api, type Cluster, type KubeConfig } from '@kubernetes/client-node';
import type { DeployerAccess } from '../../engine/ports/cluster.ts';
import type { KubeClient } from '../create-kube-client.ts';
import { toEngineError } from '../errors.ts';
import { deployerAccount } from '../place/render-place.ts';

export interface KubeDeployerAccess extends DeployerAccess {
  /** The account of that namespace is another now, or gone. */
  forgetNamespace(namespace: string): void;
}

interface Access {
  readonly text: Promise<string>;
  readonly usableUntilMs: number;
}

/** Long enough for the hooks of one run of Helm. */
const tokenSeconds = 1_800;
const spareMs = 5 * 60_000;

/** Makes kubeconfigs that reach one namespace as its deployer. One is used again until shortly before it ends. */
export function createDeployerAccess(client: KubeClient, config: KubeConfig): KubeDeployerAccess {
  const cached = new Map<string, Access>();
  const begin = (namespace: string): Access => ({
    text: makeKubeconfig(client, config, namespace),
    usableUntilMs: Date.now() + tokenSeconds * 1_000 - spareMs,
  });
  return {
    forgetNamespace: (namespace) => cached.delete(namespace),
    createKubeconfig: async (namespace) => {
      const access = findUsable(cached.get(namespace)) ?? begin(namespace);
      cached.set(namespace, access);
      try {
        return await access.text;
      } catch (error) {
        if (cached.get(namespace) === access) cached.delete(namespace);
        throw toEngineError(`making access to namespace "${namespace}"`, error);
      }
    },
  };
}

function findUsable(access: Access | undefined): Access | undefined {
  return access !== undefined && Date.now() < access.usableUntilMs ? access : undefined;
}

async function makeKubeconfig(client: KubeClient, config: KubeConfig, namespace: string): Promise<string> {
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw new Error('the kubeconfig names no cluster');
  const { status } = await client.api(CoreV1Api).createNamespacedServiceAccountToken({
    namespace,
    name: deployerAccount,
    body: { spec: { audiences: [], expirationSeconds: tokenSeconds } },
  });
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'cluster', cluster: await toClusterEntry(cluster) }],
    users: [{ name: deployerAccount, user: { token: status?.token ?? '' } }],
    contexts: [{ name: 'environment', context: { cluster: 'cluster', user: deployerAccount, namespace } }],
    'current-context': 'environment',
  });
}

/** Whoever gets it needs no other file. */
async function toClusterEntry({ server, caData, caFile, skipTLSVerify, tlsServerName, proxyUrl }: Cluster) {
  const authority = caData ?? (caFile === undefined ? undefined : await readFile(caFile, 'base64'));
  return {
    server,
    ...(authority !== undefined && { 'certificate-authority-data': authority }),
    ...(skipTLSVerify && { 'insecure-skip-tls-verify': true }),
    ...(tlsServerName !== undefined && { 'tls-server-name': tlsServerName }),
    ...(proxyUrl !== undefined && { 'proxy-url': proxyUrl }),
  };
}
