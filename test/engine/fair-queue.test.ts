import PQueue from 'p-queue';
import { expect, test } from 'vitest';
import { FairQueue } from '../../src/engine/fair-queue.ts';

test('shares take turns, however much one of them has', async () => {
  const { add, order, begin } = createSlots();
  for (const index of Array.from({ length: 200 }).keys()) add('large', 0, `large ${index}`);
  add('small', 0, 'small 0');
  add('small', 0, 'small 1');
  await begin();

  expect(order.indexOf('small 0')).toBeLessThan(3);
  expect(order.indexOf('small 1')).toBeLessThan(5);
  expect(order).toHaveLength(202);
});

test('of one share the longest way still to go comes first, and of equals the first', async () => {
  const { add, order, begin } = createSlots();
  add('one', 1, 'short');
  add('one', 9, 'long');
  add('one', 5, 'between');
  add('one', 5, 'between, and later');
  await begin();

  expect(order).toEqual(['long', 'between', 'between, and later', 'short']);
});

test('what is given up before its turn never begins', async () => {
  const { add, order, begin } = createSlots();
  const giveUp = new AbortController();
  add('one', 0, 'given up', giveUp.signal);
  add('one', 0, 'kept');
  giveUp.abort();
  await begin();

  expect(order).toEqual(['kept']);
});

function createSlots() {
  const order: string[] = [];
  const ends: Promise<unknown>[] = [];
  const slots = new PQueue({ concurrency: 1, queueClass: FairQueue, autoStart: false });
  return {
    order,
    add(share: string, priority: number, name: string, signal?: AbortSignal): void {
      const options = { share, priority, ...(signal && { signal }) };
      ends.push(slots.add(() => Promise.resolve(order.push(name)), options).catch(() => undefined));
    },
    async begin(): Promise<void> {
      slots.start();
      await Promise.all(ends);
    },
  };
}
