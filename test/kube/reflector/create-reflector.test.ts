import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { isForbidden } from '../../../src/kube/errors.ts';
import type { RawObject } from '../../../src/kube/raw-object.ts';
import { createReflector, type Reflector } from '../../../src/kube/reflector/create-reflector.ts';
import { createLogger } from '../../../src/logger.ts';
import { refuse, startApiServer } from '../api-server.ts';

type Server = Awaited<ReturnType<typeof startApiServer>>;

const log = createLogger({ level: 'silent', secrets: [] });
const soon = new AbortController().signal;
const seen = { timeout: 5_000, interval: 5 };
let server: Server;
let reflector: Reflector<RawObject> | undefined;
let changes: string[];

beforeEach(async () => {
  server = await startApiServer();
  changes = [];
});
afterEach(async () => {
  await reflector?.stop();
  reflector = undefined;
  await server.close();
});

async function follow(quietMs = 60_000): Promise<Reflector<RawObject>> {
  reflector = createReflector<RawObject>({
    client: server.client,
    path: '/api/v1/things',
    labelSelector: 'berth.dev/environment',
    project: (object) => {
      if (object.spec === 'odd') throw new Error('cannot be read');
      return object;
    },
    onChange: ({ metadata }, change) => changes.push(`${change} ${metadata.name}`),
    log,
    timing: { quietMs, firstBackoffMs: 20, longestBackoffMs: 50 },
  });
  await reflector.whenSynced(soon);
  await vi.waitFor(() => expect(server.countWatches()).toBe(1), seen);
  return reflector;
}

const names = () => reflector?.list('shop').map(({ metadata }) => metadata.name);
const waitForNames = (...wanted: string[]) => vi.waitFor(() => expect(names()).toEqual(wanted), seen);

describe('what is there', () => {
  test('is listed in pages of 500 of one version, and told', async () => {
    for (let i = 0; i < 1_203; i += 1) server.set(`a${i}`);

    const things = await follow();

    expect(things.list()).toHaveLength(1_203);
    expect(changes).toHaveLength(1_203);
    expect(server.countRequests('list')).toBe(3);
    expect(server.requests[0]?.searchParams.get('limit')).toBe('500');
    expect(server.requests.every(({ searchParams }) => searchParams.get('labelSelector') !== null)).toBe(true);
  });

  test('is found by namespace and name', async () => {
    server.set('a');

    const things = await follow();

    expect(things.get('shop', 'a')?.metadata.name).toBe('a');
    expect(things.get('other', 'a')).toBeUndefined();
    expect(things.list('other')).toEqual([]);
  });

  test('is not known before it was listed', async () => {
    server.answerNext('list', () => undefined);
    reflector = createReflector({
      client: server.client,
      path: '/x',
      project: (object) => object,
      onChange: () => undefined,
      log,
    });

    await expect(reflector.whenSynced(AbortSignal.timeout(50))).rejects.toThrow('timeout');
  });
});

describe('what changes', () => {
  test('is told as it happens, without another list', async () => {
    await follow();

    server.set('a');
    server.set('b');
    server.set('a');
    server.remove('a');

    await waitForNames('b');
    expect(changes).toEqual(['set a', 'set b', 'set a', 'removed a']);
    expect(server.countRequests('list')).toBe(1);
  });

  test('is told once, though the server tells it again', async () => {
    await follow();
    const again = server.set('a');

    server.send(`${JSON.stringify({ type: 'MODIFIED', object: again })}\n`);
    server.set('b');

    await waitForNames('a', 'b');
    expect(changes).toEqual(['set a', 'set b']);
  });

  test('is read whole when it comes in pieces, in the middle of a letter', async () => {
    await follow();
    const object = { metadata: { namespace: 'shop', name: 'a', resourceVersion: '5000' }, spec: 'Größe' };
    const bytes = Buffer.from(`${JSON.stringify({ type: 'ADDED', object })}\n`);
    const cut = bytes.indexOf(0xc3) + 1;

    server.send(bytes.subarray(0, cut) as unknown as string);
    await new Promise((resolve) => setTimeout(resolve, 20));
    server.send(bytes.subarray(cut) as unknown as string);

    await waitForNames('a');
    expect(reflector?.get('shop', 'a')?.spec).toBe('Größe');
  });

  test('goes on being told when one object cannot be read', async () => {
    await follow();

    server.set('a', { spec: 'odd' });
    server.set('b');

    await waitForNames('b');
  });
});

test('how a watch is doing is known to the client that it goes over', async () => {
  const things = await follow();
  const [before] = server.client.watches.read();
  server.forgetHistory();
  server.endWatches();
  await vi.waitFor(() => expect(server.countRequests('list')).toBe(2), seen);
  await vi.waitFor(() => expect(server.client.watches.read()[0]?.lists).toBe(2), seen);

  expect(before).toEqual({ resource: 'things', lists: 1, heardAtMs: expect.any(Number) as number });
  await things.stop();
  expect(server.client.watches.read()).toEqual([{ resource: 'things', lists: 2, heardAtMs: undefined }]);
});

describe('a watch that ends', () => {
  test('goes on from where it was, when the server ended it in its time', async () => {
    await follow();
    server.set('a');
    await waitForNames('a');

    server.unseen(() => server.set('b'));
    server.endWatches();

    await waitForNames('a', 'b');
    expect(server.countRequests('list')).toBe(1);
  });

  test('goes on from the last bookmark, however little happened', async () => {
    await follow();
    server.set('a');
    await waitForNames('a');
    server.bookmark();
    server.forgetHistory();
    server.bookmark();
    await new Promise((resolve) => setTimeout(resolve, 50));

    server.endWatches();
    await vi.waitFor(() => expect(server.countWatches()).toBe(1), seen);
    server.set('b');

    await waitForNames('a', 'b');
    expect(server.countRequests('list')).toBe(1);
  });

  test('goes on after a cut connection, in the middle of a line', async () => {
    await follow();
    server.set('a');
    await waitForNames('a');

    server.send('{"type":"ADDED","object":{"meta');
    server.dropConnections();
    server.set('b');

    await waitForNames('a', 'b');
    expect(server.countRequests('list')).toBe(1);
  });

  test('goes on after refusals and answers that are none', async () => {
    await follow();
    server.answerNext('watch', (_, response) => refuse(response, 500, 'InternalError'));
    server.answerNext('watch', (_, response) => refuse(response, 429, 'TooManyRequests'));
    server.answerNext('watch', (_, response) => response.end('<html>'));
    server.answerNext('watch', (request) => request.socket.destroy());

    server.endWatches();
    server.set('a');

    await waitForNames('a');
  });

  test('is not asked for without a pause, though each ends at once', async () => {
    await follow();
    for (let i = 0; i < 1_000; i += 1) server.answerNext('watch', (_, response) => response.end());

    server.endWatches();
    await new Promise((resolve) => setTimeout(resolve, 300));

    expect(server.countRequests('watch')).toBeLessThan(40);
  });

  test('goes on when the server was killed and is back, and misses nothing', async () => {
    server.set('gone');
    await follow();

    await server.goDown();
    server.set('new');
    server.remove('gone');
    await new Promise((resolve) => setTimeout(resolve, 200));
    await server.comeUp();

    await waitForNames('new');
    expect(server.countRequests('list')).toBe(1);
  });

  test('is the same one for as long as bookmarks come, though nothing else does', async () => {
    const things = await follow(1_000);

    for (let i = 0; i < 40; i += 1) {
      server.bookmark();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }

    expect(server.countRequests('watch')).toBe(1);
    server.set('a');
    await vi.waitFor(() => expect(things.get('shop', 'a')).toBeDefined(), seen);
  });

  test('is given up when nothing is heard on it, and begun anew on another connection', async () => {
    const sockets = new Set<unknown>();
    server.answerNext('watch', (request, response) => {
      sockets.add(request.socket);
      response.writeHead(200).flushHeaders(); // and nothing ever after
    });
    reflector = createReflector<RawObject>({
      client: server.client,
      path: '/api/v1/things',
      project: (object) => object,
      onChange: () => undefined,
      log,
      timing: { quietMs: 100, firstBackoffMs: 10 },
    });
    await reflector.whenSynced(soon);

    server.set('a');

    await waitForNames('a');
    expect(sockets.size).toBe(1);
  });
});

describe('a server that does not know the version any more', () => {
  test.each([
    ['refuses the watch', () => server.endWatches()],
    [
      'says so in the midst of the watch',
      () => server.send('{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired"}}\n'),
    ],
    ['sends what is no event', () => server.send('{"type":"ADDED"}\n')],
  ])('%s: all is listed anew and only what is different is told', async (_, happens) => {
    server.set('kept');
    server.set('gone');
    server.set('changed');
    await follow();
    changes = [];

    server.unseen(() => {
      server.set('changed');
      server.set('new');
      server.remove('gone');
    });
    server.forgetHistory();
    happens();

    await waitForNames('kept', 'changed', 'new');
    expect(changes.toSorted()).toEqual(['removed gone', 'set changed', 'set new']);
    server.set('after');
    await waitForNames('kept', 'changed', 'new', 'after');
  });

  test('was set back to an earlier time: nothing of the later one stays', async () => {
    server.set('a');
    await follow();
    reflector?.put({ metadata: { namespace: 'shop', name: 'put', resourceVersion: '900' } });

    server.restoreBackup(10);
    server.set('b');
    server.forgetHistory();
    server.send('{"type":"ERROR","object":{}}\n');

    await waitForNames('b');
    server.set('c');
    await waitForNames('b', 'c');
  });

  test('and not its list either, is asked again and again until it answers', async () => {
    await follow();
    server.set('a');
    await waitForNames('a');
    server.unseen(() => server.set('b'));
    server.forgetHistory();
    for (let i = 0; i < 3; i += 1) server.answerNext('list', (_, response) => refuse(response, 503, 'Unavailable'));

    server.send('{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired"}}\n');

    await waitForNames('a', 'b');
    expect(changes).toEqual(['set a', 'set b']);
  });

  test('forgets the pages of a list: it is begun anew', async () => {
    for (let i = 0; i < 600; i += 1) server.set(`a${i}`);
    server.answerNext('list', (_, response) =>
      response.end(JSON.stringify({ metadata: { resourceVersion: '1', continue: 'old' }, items: [] })),
    );
    server.answerNext('list', (_, response) => refuse(response, 410, 'Expired'));

    const things = await follow();

    expect(things.list()).toHaveLength(600);
  });
});

describe('what goes wrong', () => {
  test('is told, and that it goes on well', async () => {
    const troubles: unknown[] = [];
    server.answerNext('list', (_, response) => refuse(response, 403, 'Forbidden'));
    reflector = createReflector<RawObject>({
      client: server.client,
      path: '/api/v1/things',
      project: (object) => object,
      onChange: () => undefined,
      onTrouble: (trouble) => troubles.push(isForbidden(trouble) ? 'forbidden' : trouble),
      log,
      timing: { firstBackoffMs: 10 },
    });

    await reflector.whenSynced(soon);

    await vi.waitFor(() => expect(troubles.slice(0, 3)).toEqual(['forbidden', undefined, undefined]), seen);
  });
});

describe('what is put beside the watch', () => {
  test('is known at once and not told', async () => {
    const things = await follow();

    expect(things.put({ metadata: { namespace: 'shop', name: 'a', resourceVersion: '900' }, spec: 1 })).toBe(true);

    expect(things.get('shop', 'a')?.spec).toBe(1);
    expect(changes).toEqual([]);
  });

  test('does not take the place of what is newer', async () => {
    const things = await follow();
    const old = server.set('a', { spec: 'old' });
    server.set('a', { spec: 'new' });
    await vi.waitFor(() => expect(things.get('shop', 'a')?.spec).toBe('new'), seen);

    expect(things.put(old)).toBe(false);

    expect(things.get('shop', 'a')?.spec).toBe('new');
  });

  test('does not bring back what has gone since', async () => {
    const things = await follow();
    const read = server.set('a');
    server.remove('a');
    await vi.waitFor(() => expect(changes).toEqual(['set a', 'removed a']), seen);

    expect(things.put(read)).toBe(false);

    expect(names()).toEqual([]);
  });

  test('is told no more when the watch comes to it, but its end is', async () => {
    const things = await follow();
    server.unseen(() => things.put(server.set('a')));
    server.endWatches();
    server.set('b');
    await waitForNames('a', 'b');

    server.remove('a');

    await waitForNames('b');
    expect(changes).toEqual(['set b', 'removed a']);
  });
});

describe('what is found to be gone beside the watch', () => {
  test('is gone at once, and what the watch still tells of it does not bring it back', async () => {
    const things = await follow();
    server.set('a');
    await waitForNames('a');
    let version = '';
    server.unseen(() => {
      server.set('a', { spec: 'on its way out' });
      server.remove('a');
      version = server.set('b').metadata.resourceVersion;
    });

    things.drop('shop', 'a', version);
    changes = [];
    server.endWatches();

    expect(names()).toEqual([]);
    await waitForNames('b');
    expect(changes).toEqual(['set b']);
  });

  test('stays when it was made again since', async () => {
    const things = await follow();
    server.set('a');
    await waitForNames('a');

    things.drop('shop', 'a', '1');

    expect(names()).toEqual(['a']);
  });
});

describe('stopping', () => {
  test('ends a watch that is under way', async () => {
    const things = await follow();

    await things.stop();

    await vi.waitFor(() => expect(server.countWatches()).toBe(0), seen);
    await expect(things.whenSynced(soon)).rejects.toThrow('aborted');
  });

  test('ends a list that is not answered, and a pause', async () => {
    server.answerNext('list', () => undefined);
    const hanging = createReflector({
      client: server.client,
      path: '/x',
      project: (x) => x,
      onChange: () => undefined,
      log,
    });
    server.answerNext('list', (_, response) => refuse(response, 500, 'InternalError'));
    const pausing = createReflector({
      client: server.client,
      path: '/y',
      project: (x) => x,
      onChange: () => undefined,
      log,
      timing: { firstBackoffMs: 60_000, longestBackoffMs: 60_000 },
    });
    await vi.waitFor(() => expect(server.countRequests('list')).toBe(2), seen);

    await Promise.all([hanging.stop(), pausing.stop()]);

    expect(server.countRequests('list')).toBe(2);
  });
});
