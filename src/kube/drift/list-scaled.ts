import { z } from 'zod';
import type { KubeClient } from '../create-kube-client.ts';
import { readText } from '../read-text.ts';

const Autoscalers = z.object({
  items: z.array(z.object({ spec: z.object({ scaleTargetRef: z.object({ kind: z.string(), name: z.string() }) }) })),
});

/** Lists what autoscalers of a namespace set the number of pods of, as `Kind/name`. */
export async function listScaled(client: KubeClient, namespace: string): Promise<ReadonlySet<string>> {
  const path = `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`;
  const { items } = Autoscalers.parse(JSON.parse(await readText(client, path)));
  return new Set(items.map(({ spec: { scaleTargetRef } }) => `${scaleTargetRef.kind}/${scaleTargetRef.name}`));
}
