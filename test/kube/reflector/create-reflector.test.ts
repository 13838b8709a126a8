import { describe, expect, test, vi } from 'vitest';
import { isForbidden } from '../../../src/kube/errors.ts';
import { createReflector } from '../../../src/kube/reflector/create-reflector.ts';
import { refuse } from '../api-server.ts';
import { log, seen, soon, useReflector } from './use-reflector.ts';

const api = useReflector();

describe('what is there', () => {
  test('is listed in pages of 500 of one version, and told', async () => {
    for (let i = 0; i < 1_203; i += 1) api.server.set(`a${i}`);

    const things = await api.follow();

    expect(things.list()).toHaveLength(1_203);
    expect(api.changes).toHaveLength(1_203);
    expect(api.server.countRequests('list')).toBe(3);
    expect(api.server.requests[0]?.searchParams.get('limit')).toBe('500');
    expect(api.server.requests.every(({ searchParams }) => searchParams.get('labelSelector') !== null)).toBe(true);
  });

  test('is found by namespace and name', async () => {
    api.server.set('a');

    const things = await api.follow();

    expect(things.get('shop', 'a')?.metadata.name).toBe('a');
    expect(things.get('other', 'a')).toBeUndefined();
    expect(things.list('other')).toEqual([]);
  });

  test('is not known before it was listed', async () => {
    api.server.answerNext('list', () => undefined);
    api.reflector = createReflector({
      client: api.server.client,
      path: '/x',
      project: (object) => object,
      onChange: () => undefined,
      log,
    });

    await expect(api.reflector.whenSynced(AbortSignal.timeout(50))).rejects.toThrow('timeout');
  });
});

describe('what changes', () => {
  test('is told as it happens, without another list', async () => {
    await api.follow();

    api.server.set('a');
    api.server.set('b');
    api.server.set('a');
    api.server.remove('a');

    await api.waitForNames('b');
    expect(api.changes).toEqual(['set a', 'set b', 'set a', 'removed a']);
    expect(api.server.countRequests('list')).toBe(1);
  });

  test('is told once, though the server tells it again', async () => {
    await api.follow();
    const again = api.server.set('a');

    api.server.send(`${JSON.stringify({ type: 'MODIFIED', object: again })}\n`);
    api.server.set('b');

    await api.waitForNames('a', 'b');
    expect(api.changes).toEqual(['set a', 'set b']);
  });

  test('is read whole when it comes in pieces, in the middle of a letter', async () => {
    await api.follow();
    const object = { metadata: { namespace: 'shop', name: 'a', resourceVersion: '5000' }, spec: 'Größe' };
    const bytes = Buffer.from(`${JSON.stringify({ type: 'ADDED', object })}\n`);
    const cut = bytes.indexOf(0xc3) + 1;

    api.server.send(bytes.subarray(0, cut) as unknown as string);
    await new Promise((resolve) => setTimeout(resolve, 20));
    api.server.send(bytes.subarray(cut) as unknown as string);

    await api.waitForNames('a');
    expect(api.reflector?.get('shop', 'a')?.spec).toBe('Größe');
  });

  test('goes on being told when one object cannot be read', async () => {
    await api.follow();

    api.server.set('a', { spec: 'odd' });
    api.server.set('b');

    await api.waitForNames('b');
  });
});

test('how a watch is doing is known to the client that it goes over', async () => {
  const things = await api.follow();
  const [before] = api.server.client.watches.read();
  api.server.forgetHistory();
  api.server.endWatches();
  await vi.waitFor(() => expect(api.server.countRequests('list')).toBe(2), seen);
  await vi.waitFor(() => expect(api.server.client.watches.read()[0]?.lists).toBe(2), seen);

  expect(before).toEqual({ resource: 'things', lists: 1, heardAtMs: expect.any(Number) as number });
  await things.stop();
  expect(api.server.client.watches.read()).toEqual([{ resource: 'things', lists: 2, heardAtMs: undefined }]);
});

describe('what goes wrong', () => {
  test('is told, and that it goes on well', async () => {
    const troubles: unknown[] = [];
    api.server.answerNext('list', (_, response) => refuse(response, 403, 'Forbidden'));
    const reflector = api.begin({
      onTrouble: (trouble) => troubles.push(isForbidden(trouble) ? 'forbidden' : trouble),
      timing: { firstBackoffMs: 10 },
    });

    await reflector.whenSynced(soon);

    await vi.waitFor(() => expect(troubles.slice(0, 3)).toEqual(['forbidden', undefined, undefined]), seen);
  });
});

describe('stopping', () => {
  test('ends a watch that is under way', async () => {
    const things = await api.follow();

    await things.stop();

    await vi.waitFor(() => expect(api.server.countWatches()).toBe(0), seen);
    await expect(things.whenSynced(soon)).rejects.toThrow('aborted');
  });

  test('ends a list that is not answered, and a pause', async () => {
    api.server.answerNext('list', () => undefined);
    const hanging = createReflector({
      client: api.server.client,
      path: '/x',
      project: (x) => x,
      onChange: () => undefined,
      log,
    });
    api.server.answerNext('list', (_, response) => refuse(response, 500, 'InternalError'));
    const pausing = createReflector({
      client: api.server.client,
      path: '/y',
      project: (x) => x,
      onChange: () => undefined,
      log,
      timing: { firstBackoffMs: 60_000, longestBackoffMs: 60_000 },
    });
    await vi.waitFor(() => expect(api.server.countRequests('list')).toBe(2), seen);

    await Promise.all([hanging.stop(), pausing.stop()]);

    expect(api.server.countRequests('list')).toBe(2);
  });
});
