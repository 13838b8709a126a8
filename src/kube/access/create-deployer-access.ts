import { readFile } from 'node:fs/promises';
import { CoreV1Api, type Cluster, type KubeConfig, type V1TokenRequestStatus } from '@kubernetes/client-node';
import type { DeployerAccess } from '../../engine/ports/cluster.ts';
import type { Logger } from '../../logger.ts';
import type { KubeClient } from '../create-kube-client.ts';
import { toEngineError } from '../errors.ts';
import { deployerAccount } from '../place/render-place.ts';

export interface KubeDeployerAccess extends DeployerAccess {
  /** The account of that namespace is another now, or gone. */
  forgetNamespace(namespace: string): void;
}

interface DeployerAccessOptions {
  readonly client: KubeClient;
  readonly config: KubeConfig;
  readonly log: Logger;
}

interface Access {
  readonly text: Promise<string>;
  /** As it was asked for, until it is known what was given. */
  endsAtMs: number;
}

/** Long enough for most runs of Helm, several times over. */
const usualMs = 30 * 60_000;
/** The API server tells whole seconds, and by a clock of its own. */
const clockSlackMs = 60_000;
/** For what Helm does besides its hooks, and for writing that it failed when it is told to end. */
const spareMs = 90_000;

/** Makes kubeconfigs that reach one namespace as its deployer. One is used again for whatever ends before its token does. */
export function createDeployerAccess({ client, config, log }: DeployerAccessOptions): KubeDeployerAccess {
  const cached = new Map<string, Access>();
  let isToldOfShort = false;
  const noteEnd = (namespace: string, access: Access, endsAtMs: number) => {
    if (endsAtMs < access.endsAtMs - clockSlackMs && !isToldOfShort) {
      isToldOfShort = true;
      log.warn({ namespace, durationMs: endsAtMs - Date.now() }, 'a token ends sooner than asked for');
    }
    access.endsAtMs = Math.min(access.endsAtMs, endsAtMs);
  };
  const begin = (namespace: string, neededMs: number): Access => {
    const seconds = Math.ceil(Math.max(usualMs, neededMs) / 1_000);
    const request = requestToken(client, namespace, seconds);
    const text = request.then(({ token = '', expirationTimestamp }) => {
      if (expirationTimestamp !== undefined) noteEnd(namespace, access, expirationTimestamp.getTime());
      return renderKubeconfig(config, namespace, token);
    });
    const access: Access = { text, endsAtMs: Date.now() + seconds * 1_000 };
    return access;
  };
  return {
    forgetNamespace: (namespace) => cached.delete(namespace),
    createKubeconfig: async (namespace, forMs) => {
      const neededMs = forMs + spareMs;
      const access = findUsable(cached.get(namespace), neededMs) ?? begin(namespace, neededMs);
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

function findUsable(access: Access | undefined, neededMs: number): Access | undefined {
  return access !== undefined && Date.now() + neededMs <= access.endsAtMs ? access : undefined;
}

async function requestToken(
  client: KubeClient,
  namespace: string,
  expirationSeconds: number,
): Promise<V1TokenRequestStatus> {
  const { status } = await client.api(CoreV1Api).createNamespacedServiceAccountToken({
    namespace,
    name: deployerAccount,
    body: { spec: { audiences: [], expirationSeconds } },
  });
  return status ?? {};
}

async function renderKubeconfig(config: KubeConfig, namespace: string, token: string): Promise<string> {
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw new Error('the kubeconfig names no cluster');
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'cluster', cluster: await toClusterEntry(cluster) }],
    users: [{ name: deployerAccount, user: { token } }],
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
