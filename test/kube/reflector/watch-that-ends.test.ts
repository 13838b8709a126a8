import { describe, expect, test, vi } from 'vitest';
import { refuse } from '../api-server.ts';
import { seen, soon, useReflector } from './use-reflector.ts';

const api = useReflector();
const expired = '{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired"}}\n';

describe('a watch that ends', () => {
  test('goes on from where it was, when the server ended it in its time', async () => {
    await api.follow();
    api.server.set('a');
    await api.waitForNames('a');

    api.server.unseen(() => api.server.set('b'));
    api.server.endWatches();

    await api.waitForNames('a', 'b');
    expect(api.server.countRequests('list')).toBe(1);
  });

  test('goes on from the last bookmark, however little happened', async () => {
    await api.follow();
    api.server.set('a');
    await api.waitForNames('a');
    api.server.bookmark();
    api.server.forgetHistory();
    api.server.bookmark();
    await new Promise((resolve) => setTimeout(resolve, 50));

    api.server.endWatches();
    await vi.waitFor(() => expect(api.server.countWatches()).toBe(1), seen);
    api.server.set('b');

    await api.waitForNames('a', 'b');
    expect(api.server.countRequests('list')).toBe(1);
  });

  test('goes on after a cut connection, in the middle of a line', async () => {
    await api.follow();
    api.server.set('a');
    await api.waitForNames('a');

    api.server.send('{"type":"ADDED","object":{"meta');
    api.server.dropConnections();
    api.server.set('b');

    await api.waitForNames('a', 'b');
    expect(api.server.countRequests('list')).toBe(1);
  });

  test('goes on after refusals and answers that are none', async () => {
    await api.follow();
    api.server.answerNext('watch', (_, response) => refuse(response, 500, 'InternalError'));
    api.server.answerNext('watch', (_, response) => refuse(response, 429, 'TooManyRequests'));
    api.server.answerNext('watch', (_, response) => response.end('<html>'));
    api.server.answerNext('watch', (request) => request.socket.destroy());

    api.server.endWatches();
    api.server.set('a');

    await api.waitForNames('a');
  });

  test('is not asked for without a pause, though each ends at once', async () => {
    await api.follow();
    for (let i = 0; i < 1_000; i += 1) api.server.answerNext('watch', (_, response) => response.end());

    api.server.endWatches();
    await new Promise((resolve) => setTimeout(resolve, 300));

    expect(api.server.countRequests('watch')).toBeLessThan(40);
  });

  test('goes on when the server was killed and is back, and misses nothing', async () => {
    api.server.set('gone');
    await api.follow();

    await api.server.goDown();
    api.server.set('new');
    api.server.remove('gone');
    await new Promise((resolve) => setTimeout(resolve, 200));
    await api.server.comeUp();

    await api.waitForNames('new');
    expect(api.server.countRequests('list')).toBe(1);
  });

  test('is the same one for as long as bookmarks come, though nothing else does', async () => {
    const things = await api.follow(1_000);

    for (let i = 0; i < 40; i += 1) {
      api.server.bookmark();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }

    expect(api.server.countRequests('watch')).toBe(1);
    api.server.set('a');
    await vi.waitFor(() => expect(things.get('shop', 'a')).toBeDefined(), seen);
  });

  test('goes on when nothing was heard on it', async () => {
    api.server.answerNext('watch', (_, response) => {
      response.writeHead(200).flushHeaders(); // and nothing ever after
    });
    const reflector = api.begin({
      timing: { quietMs: 100, firstBackoffMs: 10 },
    });
    await reflector.whenSynced(soon);

    api.server.set('a');

    await api.waitForNames('a');
  });
});

describe('a server that does not know the version any more', () => {
  test.each([
    ['refuses the watch', () => api.server.endWatches()],
    ['says so in the midst of the watch', () => api.server.send(expired)],
    ['sends what is no event', () => api.server.send('{"type":"ADDED"}\n')],
  ])('%s: all is listed anew and only what is different is told', async (_, happens) => {
    api.server.set('kept');
    api.server.set('gone');
    api.server.set('changed');
    await api.follow();
    api.changes = [];

    api.server.unseen(() => {
      api.server.set('changed');
      api.server.set('new');
      api.server.remove('gone');
    });
    api.server.forgetHistory();
    happens();

    await api.waitForNames('kept', 'changed', 'new');
    expect(api.changes.toSorted()).toEqual(['removed gone', 'set changed', 'set new']);
    api.server.set('after');
    await api.waitForNames('kept', 'changed', 'new', 'after');
  });

  test('was set back to an earlier time: nothing of the later one stays', async () => {
    api.server.set('a');
    await api.follow();
    api.reflector?.put({ metadata: { namespace: 'shop', name: 'put', resourceVersion: '900' } });

    api.server.restoreBackup(10);
    api.server.set('b');
    api.server.forgetHistory();
    api.server.send('{"type":"ERROR","object":{}}\n');

    await api.waitForNames('b');
    api.server.set('c');
    await api.waitForNames('b', 'c');
  });

  test('and not its list either, is asked again and again until it answers', async () => {
    await api.follow();
    api.server.set('a');
    await api.waitForNames('a');
    api.server.unseen(() => api.server.set('b'));
    api.server.forgetHistory();
    for (let i = 0; i < 3; i += 1) api.server.answerNext('list', (_, response) => refuse(response, 503, 'Unavailable'));

    api.server.send(expired);

    await api.waitForNames('a', 'b');
    expect(api.changes).toEqual(['set a', 'set b']);
  });

  test('is asked for all at once, however long the pause after another failure would be', async () => {
    api.begin({
      timing: { firstBackoffMs: 60_000, longestBackoffMs: 60_000, listSpreadMs: 1 },
    });
    await vi.waitFor(() => expect(api.server.countWatches()).toBe(1), seen);
    api.server.unseen(() => api.server.set('a'));

    api.server.send(expired);

    await api.waitForNames('a');
  });

  test('and never does, is not asked for all without a pause', async () => {
    for (let i = 0; i < 1_000; i += 1) api.server.answerNext('watch', (_, response) => response.end(expired));
    const reflector = api.begin({
      timing: { firstBackoffMs: 20, longestBackoffMs: 50, listSpreadMs: 0 },
    });
    await reflector.whenSynced(soon);

    await new Promise((resolve) => setTimeout(resolve, 300));

    expect(api.server.countRequests('list')).toBeGreaterThan(1);
    expect(api.server.countRequests('list')).toBeLessThan(40);
  });

  test('forgets the pages of a list: it is begun anew', async () => {
    for (let i = 0; i < 600; i += 1) api.server.set(`a${i}`);
    api.server.answerNext('list', (_, response) =>
      response.end(JSON.stringify({ metadata: { resourceVersion: '1', continue: 'old' }, items: [] })),
    );
    api.server.answerNext('list', (_, response) => refuse(response, 410, 'Expired'));

    const things = await api.follow();

    expect(things.list()).toHaveLength(600);
  });
});
