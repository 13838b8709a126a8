import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEngine, sweepIntervalMs, type RunningEngine } from '../helpers/engine/start-engine.ts';

let berth: RunningEngine;
beforeEach(async () => {
  berth = await startEngine();
  await berth.label('preview');
});
afterEach(() => berth.stop());

describe('a namespace whose environment was taken away by force', () => {
  test('goes once its pull request is closed', async () => {
    berth.github.pullRequests.get('acme/shop#1')!.state = 'closed';
    berth.cluster.strip(berth.environment()!.name);

    await berth.clock.advance(2 * sweepIntervalMs);

    expect([...berth.cluster.spaces.keys()]).toEqual([]);
  });

  test.each([
    { kind: 'failed' },
    { kind: 'notListed' },
    { kind: 'notFound', repository: 'notFound' },
    { kind: 'notFound', repository: 'failed' },
  ] as const)('stays while GitHub answers with %o', async (answer) => {
    berth.github.answer = answer;
    berth.cluster.strip(berth.environment()!.name);

    await berth.clock.advance(3 * sweepIntervalMs);

    expect([...berth.cluster.spaces.keys()]).toEqual(['acme-shop-pr-1']);
  });
});

test('a namespace whose environment was taken away by force makes room for the one that follows', async () => {
  const { name, uid } = berth.environment()!;
  berth.cluster.strip(name);
  await berth.clock.advance(3 * sweepIntervalMs);

  expect(berth.environment()?.uid).not.toBe(uid);
  expect(berth.environment()?.status.phase).toBe('Live');
  expect(berth.cluster.spaces.get('acme-shop-pr-1')?.owner.uid).toBe(berth.environment()?.uid);
});

test('a namespace that does not say which pull request it is of stays', async () => {
  berth.github.pullRequests.get('acme/shop#1')!.state = 'closed';
  const { name } = berth.environment()!;
  berth.cluster.spaces.get('acme-shop-pr-1')!.labels = {};
  berth.cluster.strip(name);

  await berth.clock.advance(2 * sweepIntervalMs);

  expect([...berth.cluster.spaces.keys()]).toEqual(['acme-shop-pr-1']);
});
