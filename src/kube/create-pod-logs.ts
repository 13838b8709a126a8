import type { PodLogs } from '../engine/ports/cluster.ts';
import type { KubeClient } from './create-kube-client.ts';
import { readText } from './read-text.ts';

/** A line has no limit of its own. */
const mostBytes = 64 * 1024;

export function createPodLogs(client: KubeClient): PodLogs {
  return { readLastLines: (container) => readLastLines(client, container) };
}

async function readLastLines(
  client: KubeClient,
  { namespace, pod, container, previous, lines }: Parameters<PodLogs['readLastLines']>[0],
): Promise<readonly string[]> {
  const query = {
    container,
    previous: String(previous),
    tailLines: String(lines),
    limitBytes: String(mostBytes),
  };
  try {
    const text = await readText(client, `/api/v1/namespaces/${namespace}/pods/${pod}/log`, query);
    return text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/);
  } catch {
    // The pod is gone, or its container has not begun: the reason for it is told elsewhere.
    return [];
  }
}
