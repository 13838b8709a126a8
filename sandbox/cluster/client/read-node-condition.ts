import { CoreV1Api, type KubeConfig } from '@kubernetes/client-node';

/** Reads whether a node of the cluster is ready: `Ready`, or in one line why not. Never throws. */
export async function readNodeCondition(config: KubeConfig): Promise<string> {
  try {
    const { items } = await config.makeApiClient(CoreV1Api).listNode();
    const conditions = items.map((node) => node.status?.conditions?.find(({ type }) => type === 'Ready'));
    if (conditions.some((condition) => condition?.status === 'True')) return 'Ready';
    return conditions.length === 0
      ? 'no node has registered'
      : `not ready: ${conditions[0]?.message ?? 'no condition yet'}`;
  } catch {
    return 'unknown: the API server does not answer';
  }
}
