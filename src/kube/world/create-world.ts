import type { Observation, World } from '../../engine/ports/world.ts';
import type { Logger } from '../../logger.ts';
import type { KubeClient } from '../create-kube-client.ts';
import { CustomKinds } from '../custom/custom-kinds.ts';
import { listCustomKinds } from '../custom/list-custom-kinds.ts';
import { toEngineError } from '../errors.ts';
import { createRuleAnswerer } from '../readiness/create-rule-answerer.ts';
import { runWithWatchdog } from '../reflector/run-with-watchdog.ts';
import { createNamespaceWatches } from './create-namespace-watches.ts';
import { listLastRecords } from './list-last-records.ts';
import { listTouched } from './list-touched.ts';
import { observeNamespace } from './observe-namespace.ts';
import { refreshRelease } from './refresh-release.ts';
import { environmentLabel, watchCluster } from './watch-cluster.ts';
import type { NamespaceWatch } from './watch-namespace.ts';

export interface RunningWorld extends World {
  /** Ends all watches and resolves once they have ended. */
  stop(): Promise<void>;
}

interface WorldOptions {
  readonly client: KubeClient;
  readonly log: Logger;
  /** How long to wait until a namespace is known. Where berth may not look at something, that would be for ever. */
  readonly knownWithinMs?: number;
}

/** Begins to watch at once. */
export function createWorld({ client, log, knownWithinMs = 20_000 }: WorldOptions): RunningWorld {
  const listeners = new Set<(environment: string) => void>();
  const parts = createParts({ client, log }, (environment) => {
    if (environment !== undefined) for (const listener of listeners) listener(environment);
  });
  const { cluster, namespaces, custom, rules } = parts;

  return {
    watchNamespace: (namespace, environment, signal) =>
      watchWithin(parts, { namespace, environment, withinMs: knownWithinMs }, signal),
    forgetNamespace: (namespace) => {
      namespaces.forget(namespace);
      custom.forget(namespace);
    },
    observe: (namespace, readyRules = new Map(), recall = () => undefined) => {
      const watch = namespaces.find(namespace);
      if (watch === undefined) return nothing;
      useCustomKinds(custom, namespace, watch);
      return observeNamespace(namespace, { cluster, custom, rules, readyRules, recall }, watch);
    },
    listTouched: (namespace) => {
      const watch = namespaces.find(namespace);
      return watch === undefined ? new Map() : listTouched(namespace, { ...watch, live: cluster.live, custom });
    },
    refreshRelease: async (namespace, helmRelease) => {
      const watch = namespaces.find(namespace);
      if (watch !== undefined) await refreshRelease({ client, namespace, helmRelease, cluster, custom, watch });
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: async () => {
      await Promise.all([cluster.stop(), custom.stop(), namespaces.stop()]);
    },
  };
}

function createParts({ client, log }: WorldOptions, tell: (environment: string | undefined) => void) {
  const namespaces = createNamespaceWatches({ client, log, onChange: tell });
  return {
    cluster: watchCluster({
      client,
      log,
      onChange: ({ labels }) => tell(labels[environmentLabel]),
      onGone: (object) => namespaces.find(object.metadata.namespace)?.goneJobs.note(object),
    }),
    namespaces,
    custom: new CustomKinds({
      client,
      log,
      onObject: ({ metadata }) => tell(metadata.labels[environmentLabel]),
      onState: (namespace) => tell(namespaces.find(namespace)?.environment),
    }),
    rules: createRuleAnswerer(),
  };
}

async function watchWithin(
  { cluster, namespaces, custom }: ReturnType<typeof createParts>,
  { namespace, environment, withinMs }: { namespace: string; environment: string; withinMs: number },
  signal: AbortSignal,
): Promise<void> {
  const watch = namespaces.ensure(namespace, environment);
  try {
    await runWithWatchdog({ signal, quietMs: withinMs }, async (within) => {
      await Promise.all([watch.whenSynced(within), cluster.whenSynced(within)]);
      useCustomKinds(custom, namespace, watch);
      await custom.whenKnown(namespace, within);
    });
  } catch (error) {
    throw signal.aborted ? error : toEngineError(`watching namespace "${namespace}"`, error);
  }
}

function useCustomKinds(custom: CustomKinds, namespace: string, { secrets }: NamespaceWatch): void {
  custom.use(namespace, listCustomKinds(listLastRecords(secrets.list())));
}

const nothing: Observation = {
  releases: new Map(),
  outputs: new Map(),
  lingering: new Set(),
  going: new Set(),
  secrets: [],
};
