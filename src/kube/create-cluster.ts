import { VersionApi, type KubeConfig } from '@kubernetes/client-node';
import type { Cluster } from '../engine/ports/cluster.ts';
import type { Telemetry } from '../engine/ports/telemetry.ts';
import type { Fences } from '../engine/ports/fences.ts';
import type { Leases } from '../engine/ports/leases.ts';
import type { Logger } from '../logger.ts';
import { createDeployerAccess } from './access/create-deployer-access.ts';
import { createReleaseUnlocker } from './access/create-release-unlocker.ts';
import { createStrayRemover } from './access/create-stray-remover.ts';
import { createKubeClient } from './create-kube-client.ts';
import { createFences } from './leases/create-fences.ts';
import { createLeases } from './leases/create-leases.ts';
import { createPodLogs } from './create-pod-logs.ts';
import { createEnvironmentStore } from './environments/create-environment-store.ts';
import { createNamespaces } from './place/create-namespaces.ts';
import { createDrift } from './drift/create-drift.ts';
import type { Installation } from './place/installation.ts';
import type { WatchReading } from './reflector/watch-meter.ts';
import { createWorld } from './world/create-world.ts';

export interface RunningCluster extends Cluster {
  readonly leases: Leases;
  readonly fences: Fences;
  /** Resolves once all environments and all replicas are known; rejects when the signal ends. */
  whenSynced(signal: AbortSignal): Promise<void>;
  /** How the watches are doing, by resource. */
  listWatches(): readonly WatchReading[];
  /** Rejects while the API server does not answer. */
  ping(): Promise<void>;
  /** Ends all watches and connections. */
  stop(): Promise<void>;
}

interface ClusterOptions {
  readonly config: KubeConfig;
  readonly installation: Installation;
  readonly log: Logger;
  readonly telemetry: Pick<Telemetry, 'countKubeRequest'>;
}

/** Puts together all that berth does in one cluster, over the same few connections. */
export function createCluster({ config, installation, log, telemetry }: ClusterOptions): RunningCluster {
  const client = createKubeClient(config, { onRequest: (method) => telemetry.countKubeRequest(method) });
  const environments = createEnvironmentStore({ client, namespace: installation.namespace, log });
  const world = createWorld({ client, log });
  const leases = createLeases({ client, namespace: installation.namespace, log });
  const access = createDeployerAccess({ client, config, log });
  const onReplaced = (namespace: string) => {
    world.forgetNamespace(namespace);
    access.forgetNamespace(namespace);
  };
  return {
    environments,
    leases,
    fences: createFences({ client, namespace: installation.namespace }),
    world,
    access,
    namespaces: createNamespaces({ client, installation, log, onReplaced }),
    logs: createPodLogs(client),
    unlocker: createReleaseUnlocker(client),
    strays: createStrayRemover(access),
    drift: createDrift({ access, log }),
    whenSynced: async (signal) => {
      await Promise.all([environments.whenSynced(signal), leases.whenSynced(signal)]);
    },
    listWatches: () => client.watches.read(),
    ping: async () => {
      await client.api(VersionApi).getCode();
    },
    async stop() {
      await Promise.all([environments.stop(), leases.stop(), world.stop()]);
      await client.close();
    },
  };
}
