import { z } from 'zod';
import { isRawObject, type RawObject } from '../raw-object.ts';
import type { ObjectsRequest } from './list-objects.ts';
import { readLines } from './read-lines.ts';
import { runWithWatchdog } from './run-with-watchdog.ts';

export type WatchEvent =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'; readonly object: RawObject }
  /** The watch cannot go on from where it was. */
  | { readonly type: 'ERROR' };

export interface WatchRequest extends ObjectsRequest {
  /** Up to which all is known. */
  readonly version: string;
  /** After which the server is to end the watch. */
  readonly timeoutSeconds: number;
  /** Called once the server has begun to tell. */
  readonly onOpen: () => void;
  readonly onEvent: (event: WatchEvent) => void;
}

/** Tells of changes since a version, until the server ends the watch. */
export async function watchObjects(request: WatchRequest): Promise<void> {
  const { client, path, version, timeoutSeconds, onOpen, onEvent, signal, quietMs } = request;
  const query = {
    ...request.query,
    watch: 'true',
    allowWatchBookmarks: 'true',
    resourceVersion: version,
    timeoutSeconds: String(timeoutSeconds),
  };
  await runWithWatchdog({ signal, quietMs }, async (watchSignal, onHeard) => {
    const body = await client.open(path, { query, signal: watchSignal });
    onHeard();
    onOpen();
    for await (const line of readLines(body, onHeard)) {
      const event = parseEvent(line);
      onEvent(event);
      if (event.type === 'ERROR') return;
    }
  });
}

const Event = z.union([
  z.object({ type: z.enum(['ADDED', 'MODIFIED', 'DELETED']), object: z.custom<RawObject>(isRawObject) }),
  z
    .object({
      type: z.literal('BOOKMARK'),
      object: z.object({ metadata: z.object({ resourceVersion: z.string() }) }),
    })
    .transform(({ type, object }) => ({ type, object: { metadata: { name: '', ...object.metadata } } })),
  z.object({ type: z.literal('ERROR') }),
]);

/** What is not an event cannot be skipped: it may have been the change that matters. All is listed anew then. */
function parseEvent(line: string): WatchEvent {
  try {
    return Event.parse(JSON.parse(line));
  } catch {
    return { type: 'ERROR' };
  }
}
