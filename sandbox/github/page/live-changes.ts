import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Events } from '../events.ts';

const quietMs = 60; // what one action changes in several steps is one change to the reader
const heartbeatMs = 15_000; // shorter than what browsers and proxies take for a dead connection

/** Tells the browser, by server-sent events, that the page it shows is no longer what the server would send. */
export function streamChanges(context: Context, events: Events): Response {
  const repository = context.req.query('repository');
  return streamSSE(context, async (stream) => {
    await stream.writeSSE({ event: 'ready', data: '' });
    await new Promise<void>((resolve) => {
      let pending: NodeJS.Timeout | undefined;
      const unsubscribe = events.subscribe((change) => {
        if (repository !== undefined && change.repository.toLowerCase() !== repository.toLowerCase()) return;
        pending ??= setTimeout(() => {
          pending = undefined;
          void stream.writeSSE({ event: 'changed', data: '' });
        }, quietMs);
      });
      const heartbeat = setInterval(() => void stream.write(': still here\n\n'), heartbeatMs);
      stream.onAbort(() => {
        unsubscribe();
        clearInterval(heartbeat);
        clearTimeout(pending);
        resolve();
      });
    });
  });
}
