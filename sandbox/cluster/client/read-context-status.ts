import { KubeConfig, NetworkingV1Api, StorageV1Api, VersionApi } from '@kubernetes/client-node';
import { UserError } from '../../user-error.ts';
import { readNodeCondition } from './read-node-condition.ts';

export interface ContextStatus {
  readonly context: string;
  readonly server: string;
  readonly version: string;
  readonly node: string;
  readonly defaultStorageClass?: string;
  readonly defaultIngressClass?: string;
}

/** Reads what a cluster of one's own has of what charts need. Throws UserError when the context is unknown or does not answer. */
export async function readContextStatus(context: string): Promise<ContextStatus> {
  const config = loadContext(context);
  try {
    const [version, node, storage, ingress] = await Promise.all([
      config.makeApiClient(VersionApi).getCode(),
      readNodeCondition(config),
      config.makeApiClient(StorageV1Api).listStorageClass(),
      config.makeApiClient(NetworkingV1Api).listIngressClass(),
    ]);
    const defaultStorageClass = findDefault(storage.items, 'storageclass.kubernetes.io/is-default-class');
    const defaultIngressClass = findDefault(ingress.items, 'ingressclass.kubernetes.io/is-default-class');
    return {
      context,
      server: config.getCurrentCluster()?.server ?? '',
      version: version.gitVersion,
      node,
      ...(defaultStorageClass !== undefined && { defaultStorageClass }),
      ...(defaultIngressClass !== undefined && { defaultIngressClass }),
    };
  } catch (cause) {
    throw new UserError(
      `the cluster of context "${context}" does not answer: check with \`kubectl --context ${context} get nodes\``,
      { cause },
    );
  }
}

function loadContext(context: string): KubeConfig {
  const config = new KubeConfig();
  config.loadFromDefault();
  const known = config.getContexts().map(({ name }) => name);
  if (!known.includes(context)) {
    throw new UserError(
      `your kubeconfig has no context "${context}", it has ${known.map((name) => `"${name}"`).join(', ')}: name one of them`,
    );
  }
  config.setCurrentContext(context);
  return config;
}

interface Annotated {
  readonly metadata?: { readonly name?: string; readonly annotations?: Readonly<Record<string, string>> };
}

function findDefault(items: readonly Annotated[], annotation: string): string | undefined {
  return items.find(({ metadata }) => metadata?.annotations?.[annotation] === 'true')?.metadata?.name;
}
