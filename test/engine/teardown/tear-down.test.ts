import { afterEach, expect, test } from 'vitest';
import { startEngine, type RunningEngine } from '../../helpers/engine/start-engine.ts';

let berth: RunningEngine;
afterEach(() => berth.stop());

/** Removes an environment with a namespace that takes its time to go. Resolves to when it was asked for, in seconds. */
async function removeWithin(seconds: number): Promise<readonly number[]> {
  berth = await startEngine();
  await berth.label('preview');
  const { clock, cluster, github } = berth;
  cluster.going.takesMs = seconds * 1_000;
  const startMs = clock.nowMs();
  github.pullRequests.get('acme/shop#1')!.labels = [];
  await berth.wake();
  await clock.advance(seconds * 1_000 + 10_000);
  expect(berth.environment()).toBeUndefined();
  return cluster.going.askedAtMs.map((ms) => (ms - startMs) / 1_000);
}

test('a namespace that goes within seconds is seen to be gone in less than one more', async () => {
  const asked = await removeWithin(5);

  expect(asked.at(-1)).toBeGreaterThanOrEqual(5);
  expect(asked.at(-1)).toBeLessThan(5.9);
});

test('one that takes minutes, because hundreds go, is asked for every few seconds', async () => {
  const asked = await removeWithin(180);

  expect(asked.length).toBeLessThan(70);
  expect(asked.at(-1)).toBeGreaterThanOrEqual(180);
  expect(asked.at(-1)).toBeLessThan(185.1);
});
