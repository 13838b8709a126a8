import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { SSEStreamingApi } from 'hono/streaming';
import type { GitHub } from '../github.ts';

const quietMs = 60; // what one action changes in several steps is one change to the reader
const deliveriesEveryMs = 500; // an App answers when it likes, and the log of it tells nobody
const heartbeatMs = 15_000; // shorter than what browsers and proxies take for a dead connection

type Watched = Pick<GitHub, 'events' | 'state'>;

/** Tells the browser, by server-sent events, that the page it shows is no longer what the server would send. */
export function streamChanges(context: Context, github: Watched): Response {
  const repository = context.req.query('repository')?.toLowerCase();
  const isAboutDeliveries = context.req.query('deliveries') !== undefined;
  return streamSSE(context, async (stream) => {
    const isGone = Promise.withResolvers<undefined>();
    const announcer = createAnnouncer(stream);
    const stop = isAboutDeliveries
      ? watchDeliveries(github, announcer.announce)
      : watchRepositories(github, repository, announcer.announce);
    stream.onAbort(() => {
      stop();
      announcer.stop();
      isGone.resolve(undefined);
    });
    // Said only now that nothing can be missed.
    await stream.writeSSE({ event: 'ready', data: '' });
    await isGone.promise;
  });
}

interface Announcer {
  readonly announce: () => void;
  readonly stop: () => void;
}

function createAnnouncer(stream: SSEStreamingApi): Announcer {
  let pending: NodeJS.Timeout | undefined;
  const heartbeat = setInterval(() => void stream.write(': still here\n\n'), heartbeatMs);
  return {
    announce() {
      pending ??= setTimeout(() => {
        pending = undefined;
        void stream.writeSSE({ event: 'changed', data: '' });
      }, quietMs);
    },
    stop() {
      clearInterval(heartbeat);
      clearTimeout(pending);
    },
  };
}

function watchRepositories({ events }: Watched, repository: string | undefined, announce: () => void): () => void {
  return events.subscribe((change) => {
    if (repository === undefined || change.repository.toLowerCase() === repository) announce();
  });
}

function watchDeliveries({ state }: Watched, announce: () => void): () => void {
  let seen = state.deliveries.length;
  const timer = setInterval(() => {
    if (state.deliveries.length !== seen) announce();
    seen = state.deliveries.length;
  }, deliveriesEveryMs);
  return () => clearInterval(timer);
}
