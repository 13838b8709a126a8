import { afterEach, expect, test } from 'vitest';
import type { PullRequestReading } from '../../src/engine/ports/github.ts';
import { startEngine, type RunningEngine } from '../helpers/engine/start-engine.ts';

let berth: RunningEngine;
afterEach(() => berth.stop());

const tenMinutesMs = 600_000;

test.each<[string, PullRequestReading['answer']]>([
  ['an error', { kind: 'failed' }],
  ['that the whole repository is not found', { kind: 'notFound', repository: 'notFound' }],
  ['that the pull request is not found, and an error about its repository', { kind: 'notFound', repository: 'failed' }],
  ['an empty list', { kind: 'notListed' }],
])('an environment stays as it is while GitHub answers %s for an hour', async (_, answer) => {
  berth = await startEngine();
  await berth.label('preview');
  const before = berth.environment();
  berth.github.answer = answer;
  berth.github.listLabelled = () => Promise.resolve({ pullRequests: [], failed: [] });
  const { count } = berth.github.reads;

  for (let times = 0; times < 6; times += 1) {
    await berth.wake();
    await berth.clock.advance(tenMinutesMs);
  }

  expect(berth.github.reads.count).toBeGreaterThan(count + 6);
  expect(berth.environment()).toEqual(before);
  expect(before?.status.phase).toBe('Live');
});
