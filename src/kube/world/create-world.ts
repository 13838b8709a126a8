import type { Observation, World } from '../../engine/ports/world.ts';
import type { Logger } from '../../logger.ts';
import type { KubeClient } from '../create-kube-client.ts';
import { createNamespaceWatches } from './create-namespace-watches.ts';
import { observeNamespace } from './observe-namespace.ts';
import { refreshRelease } from './refresh-release.ts';
import { environmentLabel, watchCluster } from './watch-cluster.ts';

export interface RunningWorld extends World {
  /** Ends all watches and resolves once they have ended. */
  stop(): Promise<void>;
}

/** Begins to watch at once. */
export function createWorld({ client, log }: { readonly client: KubeClient; readonly log: Logger }): RunningWorld {
  const listeners = new Set<(environment: string) => void>();
  const tell = (environment: string | undefined) => {
    if (environment !== undefined) for (const listener of listeners) listener(environment);
  };
  const cluster = watchCluster({ client, log, onChange: ({ labels }) => tell(labels[environmentLabel]) });
  const namespaces = createNamespaceWatches({ client, log, onChange: tell });

  return {
    watchNamespace: async (namespace, environment, signal) => {
      const watch = namespaces.ensure(namespace, environment);
      await Promise.all([watch.whenSynced(signal), cluster.whenSynced(signal)]);
    },
    forgetNamespace: (namespace) => namespaces.forget(namespace),
    observe: (namespace) => {
      const watch = namespaces.find(namespace);
      return watch === undefined ? nothing : observeNamespace(namespace, cluster, watch);
    },
    refreshRelease: async (namespace, helmRelease) => {
      const watch = namespaces.find(namespace);
      if (watch !== undefined) await refreshRelease({ client, namespace, helmRelease, cluster, watch });
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: async () => {
      await Promise.all([cluster.stop(), namespaces.stop()]);
    },
  };
}

const nothing: Observation = { releases: new Map(), outputs: new Map(), lingering: new Set(), secrets: [] };
