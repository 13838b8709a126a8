import { describe, expect, test, vi } from 'vitest';
import { seen, useReflector } from './use-reflector.ts';

const api = useReflector();

describe('what is put beside the watch', () => {
  test('is known at once and not told', async () => {
    const things = await api.follow();

    expect(things.put({ metadata: { namespace: 'shop', name: 'a', resourceVersion: '900' }, spec: 1 })).toBe(true);

    expect(things.get('shop', 'a')?.spec).toBe(1);
    expect(api.changes).toEqual([]);
  });

  test('does not take the place of what is newer', async () => {
    const things = await api.follow();
    const old = api.server.set('a', { spec: 'old' });
    api.server.set('a', { spec: 'new' });
    await vi.waitFor(() => expect(things.get('shop', 'a')?.spec).toBe('new'), seen);

    expect(things.put(old)).toBe(false);

    expect(things.get('shop', 'a')?.spec).toBe('new');
  });

  test('does not bring back what has gone since', async () => {
    const things = await api.follow();
    const read = api.server.set('a');
    api.server.remove('a');
    await vi.waitFor(() => expect(api.changes).toEqual(['set a', 'removed a']), seen);

    expect(things.put(read)).toBe(false);

    expect(api.names()).toEqual([]);
  });

  test('is told no more when the watch comes to it, but its end is', async () => {
    const things = await api.follow();
    api.server.unseen(() => things.put(api.server.set('a')));
    api.server.endWatches();
    api.server.set('b');
    await api.waitForNames('a', 'b');

    api.server.remove('a');

    await api.waitForNames('b');
    expect(api.changes).toEqual(['set b', 'removed a']);
  });
});

describe('what is found to be gone beside the watch', () => {
  test('is gone at once, and what the watch still tells of it does not bring it back', async () => {
    const things = await api.follow();
    api.server.set('a');
    await api.waitForNames('a');
    let version = '';
    api.server.unseen(() => {
      api.server.set('a', { spec: 'on its way out' });
      api.server.remove('a');
      version = api.server.set('b').metadata.resourceVersion;
    });

    things.drop('shop', 'a', version);
    api.changes = [];
    api.server.endWatches();

    expect(api.names()).toEqual([]);
    await api.waitForNames('b');
    expect(api.changes).toEqual(['set b']);
  });

  test('stays when it was made again since', async () => {
    const things = await api.follow();
    api.server.set('a');
    await api.waitForNames('a');

    things.drop('shop', 'a', '1');

    expect(api.names()).toEqual(['a']);
  });
});
