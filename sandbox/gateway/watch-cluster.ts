import { setTimeout as sleep } from 'node:timers/promises';
import {
  DiscoveryV1Api,
  CoreV1Api,
  makeInformer,
  NetworkingV1Api,
  type Informer,
  type KubeConfig,
  type KubernetesListObject,
  type KubernetesObject,
  type ObjectCache,
} from '@kubernetes/client-node';
import type { ClusterView } from './cluster-view.ts';
import { publishAddress } from './publish-address.ts';

const restartAfterMs = 500;

export interface ClusterWatch {
  readonly view: ClusterView;
  stop(): Promise<void>;
}

/** Watches Ingresses, Services and EndpointSlices of all namespaces until stopped, and publishes the gateway's address on each Ingress. */
export function watchCluster(config: KubeConfig): ClusterWatch {
  const networking = config.makeApiClient(NetworkingV1Api);
  const core = config.makeApiClient(CoreV1Api);
  const discovery = config.makeApiClient(DiscoveryV1Api);
  const ingresses = keepInformed(config, '/apis/networking.k8s.io/v1/ingresses', () =>
    networking.listIngressForAllNamespaces(),
  );
  const services = keepInformed(config, '/api/v1/services', () => core.listServiceForAllNamespaces());
  const slices = keepInformed(config, '/apis/discovery.k8s.io/v1/endpointslices', () =>
    discovery.listEndpointSliceForAllNamespaces(),
  );
  const publish = (ingress: Parameters<typeof publishAddress>[1]) => void publishAddress(networking, ingress);
  ingresses.informer.on('add', publish);
  ingresses.informer.on('update', publish);
  return {
    view: {
      listIngresses: () => ingresses.informer.list(),
      listServices: () => services.informer.list(),
      listEndpointSlices: () => slices.informer.list(),
    },
    stop: async () => {
      await Promise.all([ingresses, services, slices].map((kept) => kept.stop()));
    },
  };
}

interface KeptInformer<T extends KubernetesObject> {
  readonly informer: Informer<T> & ObjectCache<T>;
  stop(): Promise<void>;
}

// The client's informer stops for good at any error; the API server of a sandbox is killed and restarted on purpose.
function keepInformed<T extends KubernetesObject>(
  config: KubeConfig,
  path: string,
  list: () => Promise<KubernetesListObject<T>>,
): KeptInformer<T> {
  const informer = makeInformer(config, path, list);
  const abort = new AbortController();
  const restart = () => {
    void sleep(restartAfterMs, undefined, { signal: abort.signal })
      .then(() => informer.start())
      .catch(() => {
        if (!abort.signal.aborted) restart();
      });
  };
  informer.on('error', restart);
  informer.start().catch(restart);
  return {
    informer,
    stop: async () => {
      abort.abort();
      await informer.stop();
    },
  };
}
