import { expect, test } from 'vitest';
import type { ReleaseStatus } from '../../../src/environment/release-status.ts';
import { determineWriteDelayMs } from '../../../src/engine/record/determine-write-delay.ts';

const release: ReleaseStatus = {
  id: 'web/web',
  service: 'web',
  name: 'web',
  chart: './web',
  helmRelease: 'web',
  phase: 'Ready',
  attempts: 0,
  dependencies: [],
  log: [],
};
const releases = (count: number) => Array.from({ length: count }, () => release);
const deploying = { phase: 'Deploying', commit: 'a', releases: releases(10) } as const;
const changed = { before: deploying, after: deploying, changedAtMs: 100, releasesAtWork: 10, nowMs: 100 };

test('what changes is written a moment later, with all that has changed by then', () => {
  expect(determineWriteDelayMs(changed)).toBe(750);
  expect(determineWriteDelayMs({ ...changed, nowMs: 400 })).toBe(450);
  expect(determineWriteDelayMs({ ...changed, nowMs: 850 })).toBe(0);
  expect(determineWriteDelayMs({ ...changed, nowMs: 900 })).toBe(0);
});

test.each([
  [0, 750],
  [50, 750],
  [80, 800],
  [100, 1_000],
  [1_000, 1_000],
])('a graph of %i releases is written after %i ms', (count, delayMs) => {
  expect(determineWriteDelayMs({ ...changed, after: { ...deploying, releases: releases(count) } })).toBe(delayMs);
});

test('another phase and another commit are written at once', () => {
  expect(determineWriteDelayMs({ ...changed, after: { ...deploying, phase: 'Live' } })).toBe(0);
  expect(determineWriteDelayMs({ ...changed, after: { ...deploying, commit: 'b' } })).toBe(0);
});

test.each([
  [200, 1_000],
  [500, 2_500],
  [1_000, 5_000],
  [20_000, 10_000],
])('with %i releases at work in all environments, a large one is written after %i ms', (releasesAtWork, delayMs) => {
  const large = { ...changed, after: { ...deploying, releases: releases(100) }, releasesAtWork };

  expect(determineWriteDelayMs(large)).toBe(delayMs);
});
