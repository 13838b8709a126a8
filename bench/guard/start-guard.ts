import { CoreV1Api, PatchStrategy, setHeaderOptions, type KubeConfig, type V1ConfigMap } from '@kubernetes/client-node';
import { watchObjects } from '../watch-objects.ts';
import type { Departure } from './count-order-violations.ts';

export interface Guard {
  /** What has begun to go and what has gone in a namespace, in the order in which it did. */
  list(namespace: string): readonly Departure[];
  stop(): void;
}

const labelSelector = 'bench.berth.dev/guarded=true';
const holdsForMs = 300;

/** Lets guarded objects go a while after they were told to, and keeps in mind in which order they did. */
export function startGuard(config: KubeConfig): Guard {
  const api = config.makeApiClient(CoreV1Api);
  const stopping = new AbortController();
  const departures = new Map<string, Departure[]>();
  const timers = new Map<string, NodeJS.Timeout>();
  const note = (namespace: string, departure: Departure) => {
    departures.set(namespace, [...(departures.get(namespace) ?? []), departure]);
  };
  const onChange = (kind: 'there' | 'gone', { metadata }: V1ConfigMap) => {
    const { name = '', namespace = '', uid = '', deletionTimestamp } = metadata ?? {};
    if (kind === 'gone') note(namespace, { kind: 'gone', name });
    else if (deletionTimestamp !== undefined && !timers.has(uid)) {
      note(namespace, { kind: 'going', name });
      timers.set(
        uid,
        setTimeout(() => void release(api, name, namespace), holdsForMs),
      );
    }
  };
  void watchObjects<V1ConfigMap>({ config, path: '/api/v1/configmaps', labelSelector, onChange }, stopping.signal);
  return {
    list: (namespace) => departures.get(namespace) ?? [],
    stop() {
      stopping.abort();
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}

/** It may have gone meanwhile by another hand. */
async function release(api: CoreV1Api, name: string, namespace: string): Promise<void> {
  const asPatch = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);
  const body = { metadata: { finalizers: [] } };
  await api.patchNamespacedConfigMap({ name, namespace, body }, asPatch).catch(() => undefined);
}
