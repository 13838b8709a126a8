import { expect, test } from 'vitest';
import { createKnown } from '../../src/kube/create-known.ts';

const never = new AbortController().signal;

test('whoever asks waits until it is known, and nobody does afterwards', async () => {
  const known = createKnown();
  const asked = known.until(never);

  known.note();

  await asked;
  await known.until(never);
});

test.each([
  ['before it is known', (known: ReturnType<typeof createKnown>) => known.until],
  ['also once it is known', (known: ReturnType<typeof createKnown>) => (known.note(), known.until)],
])('a signal that has ended is answered with its reason, %s', async (_, until) => {
  const ended = AbortSignal.abort(new Error('stopped'));

  await expect(until(createKnown())(never, ended)).rejects.toThrow('stopped');
});

test('a signal that ends while somebody waits ends the waiting', async () => {
  const stopping = new AbortController();
  const asked = createKnown().until(never, stopping.signal);

  stopping.abort(new Error('stopped'));

  await expect(asked).rejects.toThrow('stopped');
});
