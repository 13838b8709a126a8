import { z } from 'zod';
import { isTimeout } from '../errors.ts';
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
  /** How long the server may take to begin. */
  readonly answerMs: number;
  /** Called once the server has begun to tell. */
  readonly onOpen: () => void;
  readonly onEvent: (event: WatchEvent) => void;
}

/**
 * Tells of changes since a version, until the server ends the watch or has said nothing for long. It may be that nothing
 * happened, or that the connection is dead: that, the next request tells.
 */
export async function watchObjects(request: WatchRequest): Promise<void> {
  const { client, path, version, timeoutSeconds, onOpen, onEvent, signal, quietMs, answerMs } = request;
  const query = {
    ...request.query,
    watch: 'true',
    allowWatchBookmarks: 'true',
    resourceVersion: version,
    timeoutSeconds: String(timeoutSeconds),
  };
  await runWithWatchdog({ signal, quietMs, answerMs }, async (watchSignal, onHeard) => {
    const body = await client.open(path, { query, signal: watchSignal });
    onHeard();
    onOpen();
    try {
      for await (const line of readLines(body, onHeard)) {
        const event = parseEvent(line);
        onEvent(event);
        if (event.type === 'ERROR') return;
      }
    } catch (error) {
      if (!isTimeout(error)) throw error;
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
