import PQueue from 'p-queue';
import { expect, test } from 'vitest';
import { FairQueue } from '../../src/engine/fair-queue.ts';

test('shares take turns, however much one of them has', async () => {
  const slots = createSlots();
  for (const index of Array.from({ length: 200 }).keys()) slots.add('large', 0, `large ${index}`);
  slots.add('small', 0, 'small 0');
  slots.add('small', 0, 'small 1');
  await slots.begin();

  expect(slots.order.indexOf('small 0')).toBeLessThan(3);
  expect(slots.order.indexOf('small 1')).toBeLessThan(5);
  expect(slots.order).toHaveLength(202);
});

test('of one share the longest way still to go comes first, and of equals the first', async () => {
  const slots = createSlots();
  slots.add('one', 1, 'short');
  slots.add('one', 9, 'long');
  slots.add('one', 5, 'between');
  slots.add('one', 5, 'between, and later');
  await slots.begin();

  expect(slots.order).toEqual(['long', 'between', 'between, and later', 'short']);
});

test('what is given up before its turn never begins', async () => {
  const slots = createSlots();
  const giveUp = new AbortController();
  slots.add('one', 0, 'given up', giveUp.signal);
  slots.add('one', 0, 'kept');
  giveUp.abort();
  await slots.begin();

  expect(slots.order).toEqual(['kept']);
});

function createSlots() {
  const order: string[] = [];
  const ends: Promise<unknown>[] = [];
  const queue = new PQueue({ concurrency: 1, queueClass: FairQueue, autoStart: false });
  return {
    order,
    add(share: string, priority: number, name: string, signal?: AbortSignal): void {
      const options = { share, priority, ...(signal && { signal }) };
      ends.push(queue.add(() => Promise.resolve(order.push(name)), options).catch(() => undefined));
    },
    async begin(): Promise<void> {
      queue.start();
      await Promise.all(ends);
    },
  };
}
