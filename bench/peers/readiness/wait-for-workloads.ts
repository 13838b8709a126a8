import type { KubeConfig } from '@kubernetes/client-node';
import { isWorkloadReady } from './is-workload-ready.ts';
import { watchUntil } from './watch-until.ts';

interface WaitOptions {
  readonly config: KubeConfig;
  readonly namespace: string;
  readonly signal: AbortSignal;
}

/** Resolves once every workload of a namespace is ready; at once if there is none. */
export async function waitForWorkloads({ config, namespace, signal }: WaitOptions): Promise<void> {
  const paths = [
    `/apis/apps/v1/namespaces/${namespace}/deployments`,
    `/apis/apps/v1/namespaces/${namespace}/statefulsets`,
    `/apis/apps/v1/namespaces/${namespace}/daemonsets`,
    `/apis/batch/v1/namespaces/${namespace}/jobs`,
  ];
  await watchUntil({ config, paths, isDone: (objects) => objects.every(isWorkloadReady), signal });
}
