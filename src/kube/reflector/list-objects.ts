import { z } from 'zod';
import type { KubeClient } from '../create-kube-client.ts';
import { isRawObject, type RawObject } from '../raw-object.ts';
import { runWithWatchdog } from './run-with-watchdog.ts';

export interface ObjectsRequest {
  readonly client: KubeClient;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly quietMs: number;
}

const pageSize = 500;

/** Lists all objects under a path, in pages that are of one version. */
export async function listObjects(
  request: ObjectsRequest,
): Promise<{ readonly objects: readonly RawObject[]; readonly version: string }> {
  const objects: RawObject[] = [];
  let next = '';
  for (;;) {
    const { items, metadata } = await readPage(request, next);
    objects.push(...items.filter(isRawObject));
    next = metadata.continue ?? '';
    if (next === '') return { objects, version: metadata.resourceVersion };
  }
}

const Page = z.object({
  metadata: z.object({ resourceVersion: z.string(), continue: z.string().optional() }),
  items: z
    .array(z.unknown())
    .nullish()
    .transform((items) => items ?? []),
});

function readPage({ client, path, query, ...watchdog }: ObjectsRequest, next: string): Promise<z.output<typeof Page>> {
  const page = { ...query, limit: String(pageSize), ...(next !== '' && { continue: next }) };
  return runWithWatchdog(watchdog, async (signal, onHeard) => {
    const body = await client.open(path, { query: page, signal });
    const decoder = new TextDecoder();
    const parts: string[] = [];
    for await (const chunk of body) {
      onHeard();
      parts.push(decoder.decode(chunk, { stream: true }));
    }
    return Page.parse(JSON.parse(parts.join('')));
  });
}
