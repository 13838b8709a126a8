import type { KubeConfig } from '@kubernetes/client-node';
import type { RawObject } from '../../../src/kube/raw-object.ts';
import { isWorkloadReady } from './is-workload-ready.ts';
import { watchUntil } from './watch-until.ts';

interface WaitOptions {
  readonly config: KubeConfig;
  readonly namespace: string;
  readonly signal: AbortSignal;
}

/** Resolves once every workload of a namespace is ready; at once if there is none. */
export async function waitForWorkloads({ config, namespace, signal }: WaitOptions): Promise<void> {
  const isDone = (objects: readonly RawObject[]) => objects.every(isWorkloadReady);
  await watchUntil({ config, paths: listPaths(namespace), isDone, signal });
}

/** Resolves once a namespace has no workload, and no pod, any more. */
export async function waitUntilGone({ config, namespace, signal }: WaitOptions): Promise<void> {
  const paths = [...listPaths(namespace), `/api/v1/namespaces/${namespace}/pods`];
  await watchUntil({ config, paths, isDone: ({ length }) => length === 0, signal });
}

function listPaths(namespace: string): readonly string[] {
  return [
    `/apis/apps/v1/namespaces/${namespace}/deployments`,
    `/apis/apps/v1/namespaces/${namespace}/statefulsets`,
    `/apis/apps/v1/namespaces/${namespace}/daemonsets`,
    `/apis/batch/v1/namespaces/${namespace}/jobs`,
  ];
}
