import { CoreV1Api, PatchStrategy, setHeaderOptions, type KubeConfig, type V1Pod } from '@kubernetes/client-node';
import { watchObjects } from '../watch-objects.ts';
import { buildReadyStatus } from './build-ready-status.ts';

export interface Simulator {
  stop(): void;
}

const labelSelector = 'bench.berth.dev/simulated=true';
const readyAfterMs = 'bench.berth.dev/ready-after-ms';

/**
 * Calls pods ready that no scheduler takes and that never run, each after the time that its chart was given. Everything
 * above them is Kubernetes' own: their ReplicaSets and Deployments find them ready as they would any other.
 */
export function startSimulator(config: KubeConfig): Simulator {
  const api = config.makeApiClient(CoreV1Api);
  const stopping = new AbortController();
  const timers = new Map<string, NodeJS.Timeout>();
  const forget = ({ metadata }: V1Pod) => {
    clearTimeout(timers.get(metadata?.uid ?? ''));
    timers.delete(metadata?.uid ?? '');
  };
  const plan = (pod: V1Pod) => {
    const uid = pod.metadata?.uid ?? '';
    if (timers.has(uid) || pod.status?.phase === 'Running') return;
    const delayMs = Number(pod.metadata?.annotations?.[readyAfterMs]);
    timers.set(
      uid,
      setTimeout(() => void callReady(api, pod), delayMs),
    );
  };
  const onChange = (kind: 'there' | 'gone', pod: V1Pod) => (kind === 'gone' ? forget(pod) : plan(pod));
  void watchObjects<V1Pod>({ config, path: '/api/v1/pods', labelSelector, onChange }, stopping.signal);
  return {
    stop() {
      stopping.abort();
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}

/** It may have been deleted by now. */
async function callReady(api: CoreV1Api, { metadata }: V1Pod): Promise<void> {
  const { name = '', namespace = '' } = metadata ?? {};
  const body = { status: buildReadyStatus(new Date().toISOString()) };
  const asPatch = setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch);
  await api.patchNamespacedPodStatus({ name, namespace, body }, asPatch).catch(() => undefined);
}
