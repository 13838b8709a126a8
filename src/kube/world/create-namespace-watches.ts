import { watchNamespace, type NamespaceWatch, type NamespaceWatchOptions } from './watch-namespace.ts';

/** The watches of all namespaces that are looked at: one each, however often it is asked for. */
export interface NamespaceWatches {
  ensure(namespace: string, environment: string): NamespaceWatch;
  find(namespace: string): NamespaceWatch | undefined;
  forget(namespace: string): void;
  /** Resolves once all have ended, also those forgotten before. */
  stop(): Promise<void>;
}

export function createNamespaceWatches(
  options: Pick<NamespaceWatchOptions, 'client' | 'log' | 'onChange'>,
): NamespaceWatches {
  const watches = new Map<string, NamespaceWatch>();
  const ending = new Set<Promise<void>>();
  const forget = (namespace: string) => {
    const watch = watches.get(namespace);
    watches.delete(namespace);
    if (watch === undefined) return;
    const end: Promise<void> = watch.stop().finally(() => ending.delete(end));
    ending.add(end);
  };
  return {
    ensure: (namespace, environment) => {
      const known = watches.get(namespace);
      if (known?.environment === environment) return known;
      forget(namespace);
      const watch = watchNamespace({ ...options, namespace, environment });
      watches.set(namespace, watch);
      return watch;
    },
    find: (namespace) => watches.get(namespace),
    forget,
    stop: async () => {
      for (const namespace of watches.keys()) forget(namespace);
      await Promise.all(ending);
    },
  };
}
