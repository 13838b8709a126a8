import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { SSEStreamingApi } from 'hono/streaming';
import type { Events } from '../events.ts';

const quietMs = 60; // what one action changes in several steps is one change to the reader
const heartbeatMs = 15_000; // shorter than what browsers and proxies take for a dead connection

/** Tells the browser, by server-sent events, that the page it shows is no longer what the server would send. */
export function streamChanges(context: Context, events: Events): Response {
  const repository = context.req.query('repository')?.toLowerCase();
  return streamSSE(context, async (stream) => {
    const isGone = Promise.withResolvers<undefined>();
    const stop = announceChanges(stream, events, repository);
    stream.onAbort(() => {
      stop();
      isGone.resolve(undefined);
    });
    // Said only now that nothing can be missed.
    await stream.writeSSE({ event: 'ready', data: '' });
    await isGone.promise;
  });
}

function announceChanges(stream: SSEStreamingApi, events: Events, repository: string | undefined): () => void {
  let pending: NodeJS.Timeout | undefined;
  const unsubscribe = events.subscribe((change) => {
    if (repository !== undefined && change.repository.toLowerCase() !== repository) return;
    pending ??= setTimeout(() => {
      pending = undefined;
      void stream.writeSSE({ event: 'changed', data: '' });
    }, quietMs);
  });
  const heartbeat = setInterval(() => void stream.write(': still here\n\n'), heartbeatMs);
  return () => {
    unsubscribe();
    clearInterval(heartbeat);
    clearTimeout(pending);
  };
}
