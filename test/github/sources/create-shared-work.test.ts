import { describe, expect, it } from 'vitest';
import { createSharedWork } from '../../../src/github/sources/create-shared-work.ts';

const { signal } = new AbortController();

/** Work that ends when it is told to. */
function makeWork() {
  const begun: { signal: AbortSignal; end: (value: string) => void; fail: (error: Error) => void }[] = [];
  const work = (given: AbortSignal) =>
    new Promise<string>((resolve, reject) => {
      begun.push({ signal: given, end: resolve, fail: reject });
    });
  return { begun, work };
}

describe('work that several want', () => {
  it('is done once, for each key', async () => {
    const share = createSharedWork<string>();
    const { begun, work } = makeWork();

    const results = Promise.all([share('a', signal, work), share('a', signal, work), share('b', signal, work)]);
    for (const [at, { end }] of begun.entries()) end(`result ${at}`);

    expect(await results).toEqual(['result 0', 'result 0', 'result 1']);
  });

  it('is given up when the last one is gone, and begun anew for who comes then', async () => {
    const share = createSharedWork<string>();
    const { begun, work } = makeWork();
    const [first, second] = [new AbortController(), new AbortController()];
    const gone = Promise.allSettled([share('a', first.signal, work), share('a', second.signal, work)]);

    first.abort();
    await Promise.resolve();
    const isGivenUpEarly = begun[0]!.signal.aborted;
    second.abort();
    await gone;
    const third = share('a', signal, work);
    begun[0]!.end('late');
    begun[1]!.end('result');

    expect([isGivenUpEarly, begun[0]!.signal.aborted, begun.length]).toEqual([false, true, 2]);
    expect(await third).toBe('result');
  });

  it('fails for all of them, and is done again for who asks after that', async () => {
    const share = createSharedWork<string>();
    const { begun, work } = makeWork();
    const both = Promise.allSettled([share('a', signal, work), share('a', signal, work)]);
    begun[0]!.fail(new Error('no'));
    const failed = await both;

    const again = share('a', signal, work);
    begun[1]!.end('result');

    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await again).toBe('result');
  });

  it('is not begun for who is gone already', async () => {
    const { begun, work } = makeWork();

    await expect(createSharedWork<string>()('a', AbortSignal.abort(), work)).rejects.toMatchObject({
      name: 'AbortError',
    });

    expect(begun).toEqual([]);
  });
});
