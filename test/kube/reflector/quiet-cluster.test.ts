import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { KubeClient, OpenRequest } from '../../../src/kube/create-kube-client.ts';
import { createReflector } from '../../../src/kube/reflector/create-reflector.ts';
import { createWatchMeter } from '../../../src/kube/reflector/watch-meter.ts';
import { watchCluster } from '../../../src/kube/world/watch-cluster.ts';
import { log, seen, soon } from './use-reflector.ts';

let running: { stop(): Promise<void> };
beforeEach(() => {
  // Pauses after a failure are taken by timers that are not of these.
  vi.useFakeTimers();
});
afterEach(async () => {
  await running.stop();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test.each([0, 0.999])('a cluster in which nothing happens has no watch given up, with luck %s', async (luck) => {
  vi.spyOn(Math, 'random').mockReturnValue(luck);
  const server = createQuietServer();
  const cluster = watchCluster({ client: server.client, log, onChange: () => undefined, onGone: () => undefined });
  running = cluster;
  await cluster.whenSynced(soon);

  await vi.advanceTimersByTimeAsync(30 * 60_000);

  expect(server.givenUp).toEqual([]);
  expect(server.begun.filter((path) => path === '/api/v1/pods').length).toBeLessThan(9);
});

test('a watch that was begun well is begun anew without a growing pause, however often it heard nothing', async () => {
  const server = createQuietServer();
  running = createReflector<object>({
    client: server.client,
    path: pathWithoutBookmarks,
    project: (object) => object,
    onChange: () => undefined,
    log,
    timing: { firstBackoffMs: 1, longestBackoffMs: 60_000 },
  });

  for (let count = 1; count <= 20; count += 1) {
    await vi.waitFor(() => expect(server.begun).toHaveLength(count), seen);
    await vi.advanceTimersByTimeAsync(90_000);
  }

  expect(server.givenUp).toHaveLength(20);
});

/** Of events the API server keeps no cache to watch, and it is the cache that sends bookmarks. */
const pathWithoutBookmarks = '/api/v1/events';

/** An API server in whose cluster there is nothing, by the timers of vi. Counts the watches begun, and those given up for dead. */
function createQuietServer() {
  const begun: string[] = [];
  const givenUp: string[] = [];
  const watch = (path: string, { query = {}, signal }: OpenRequest) =>
    new ReadableStream<Uint8Array>({
      start: (controller) => {
        begun.push(path);
        const bookmarks = setInterval(() => {
          if (path !== pathWithoutBookmarks) controller.enqueue(bookmark);
        }, 60_000);
        const end = setTimeout(
          () => {
            clearInterval(bookmarks);
            controller.close();
          },
          Number(query.timeoutSeconds) * 1_000,
        );
        signal.addEventListener('abort', () => {
          clearInterval(bookmarks);
          clearTimeout(end);
          if ((signal.reason as Error).name === 'TimeoutError') givenUp.push(path);
          controller.error(signal.reason);
        });
      },
    });
  const open: KubeClient['open'] = (path, request) =>
    Promise.resolve(request.query?.watch === undefined ? new Response(list).body! : watch(path, request));
  return { begun, givenUp, client: { open, watches: createWatchMeter() } as Partial<KubeClient> as KubeClient };
}

const list = JSON.stringify({ metadata: { resourceVersion: '1' }, items: [] });
const bookmark = Buffer.from(
  `${JSON.stringify({ type: 'BOOKMARK', object: { metadata: { resourceVersion: '2' } } })}\n`,
);
