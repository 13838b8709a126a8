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
const busy = {
  before: deploying,
  after: deploying,
  recordedAtMs: [0, 1, 2, 3, 4, 5, 6, 7],
  releasesAtWork: 10,
  nowMs: 400,
};

test('what changes again and again is written a few times a second', () => {
  expect(determineWriteDelayMs(busy)).toBe(600);
  expect(determineWriteDelayMs({ ...busy, nowMs: 1_000 })).toBe(0);
});

test('a graph of a few releases has each of its states written as it comes', () => {
  expect(determineWriteDelayMs({ ...busy, recordedAtMs: [0, 1, 2] })).toBe(0);
  expect(determineWriteDelayMs({ ...busy, after: { ...deploying, releases: [] }, recordedAtMs: [0, 1, 2] })).toBe(0);
});

test.each([
  [20, 4],
  [50, 1],
  [100, 1],
  [1_000, 1],
])('a graph of %i releases is written at most %i times a second', (count, most) => {
  const large = { ...busy, after: { ...deploying, releases: releases(count) } };
  const written = Array.from({ length: most }, () => 100);

  expect(determineWriteDelayMs({ ...large, recordedAtMs: written.slice(1) })).toBe(0);
  expect(determineWriteDelayMs({ ...large, recordedAtMs: written })).toBe(700);
});

test('another phase and another commit are written at once', () => {
  expect(determineWriteDelayMs({ ...busy, after: { ...deploying, phase: 'Live' } })).toBe(0);
  expect(determineWriteDelayMs({ ...busy, after: { ...deploying, commit: 'b' } })).toBe(0);
});

test.each([
  [200, 1_000],
  [500, 2_500],
  [1_000, 5_000],
  [20_000, 10_000],
])('with %i releases at work in all environments, a large one is written every %i ms', (releasesAtWork, everyMs) => {
  const large = { ...busy, after: { ...deploying, releases: releases(100) }, recordedAtMs: [0], releasesAtWork };

  expect(determineWriteDelayMs({ ...large, nowMs: everyMs - 1 })).toBe(1);
  expect(determineWriteDelayMs({ ...large, nowMs: everyMs })).toBe(0);
});
