import type { Observation, World } from '../../engine/ports/world.ts';
import type { Logger } from '../../logger.ts';
import type { KubeClient } from '../create-kube-client.ts';
import { observeNamespace } from './observe-namespace.ts';
import { refreshRelease } from './refresh-release.ts';
import { environmentLabel, watchCluster } from './watch-cluster.ts';
import { watchNamespace, type NamespaceWatch } from './watch-namespace.ts';

export interface RunningWorld extends World {
  /** Ends all watches and resolves once they have ended. */
  stop(): Promise<void>;
}

/** Begins to watch at once. */
export function createWorld({ client, log }: { readonly client: KubeClient; readonly log: Logger }): RunningWorld {
  const listeners = new Set<(environment: string) => void>();
  const namespaces = new Map<string, NamespaceWatch>();
  const ending = new Set<Promise<void>>();
  const tell = (environment: string | undefined) => {
    if (environment !== undefined) for (const listener of listeners) listener(environment);
  };
  const cluster = watchCluster({ client, log, onChange: ({ labels }) => tell(labels[environmentLabel]) });
  const forget = (namespace: string) => {
    const watch = namespaces.get(namespace);
    namespaces.delete(namespace);
    if (watch === undefined) return;
    const end: Promise<void> = watch.stop().finally(() => ending.delete(end));
    ending.add(end);
  };

  return {
    watchNamespace: async (namespace, environment, signal) => {
      if (namespaces.get(namespace)?.environment !== environment) forget(namespace);
      const watch =
        namespaces.get(namespace) ?? watchNamespace({ client, log, namespace, environment, onChange: tell });
      namespaces.set(namespace, watch);
      await Promise.all([watch.whenSynced(signal), cluster.whenSynced(signal)]);
    },
    forgetNamespace: forget,
    observe: (namespace) => {
      const watch = namespaces.get(namespace);
      return watch === undefined ? nothing : observeNamespace(namespace, cluster, watch);
    },
    refreshRelease: async (namespace, helmRelease) => {
      const watch = namespaces.get(namespace);
      if (watch !== undefined) await refreshRelease({ client, namespace, helmRelease, cluster, watch });
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: async () => {
      for (const namespace of namespaces.keys()) forget(namespace);
      await Promise.all([cluster.stop(), ...ending]);
    },
  };
}

const nothing: Observation = { releases: new Map(), outputs: new Map(), lingering: new Set(), secrets: [] };
