import { expect, test } from 'vitest';
import { ReleaseStatus } from '../../../src/environment/release-status.ts';
import { determineBerthTimes } from '../../../bench/berth/determine-berth-times.ts';

const beganAtMs = Date.parse('2026-01-01T00:00:00Z');
const at = (seconds: number) => new Date(beganAtMs + seconds * 1_000).toISOString();

function aRelease(name: string, dependencies: readonly string[], [runnable, started, ready]: readonly number[]) {
  return ReleaseStatus.parse({
    ...{ id: `graph/${name}`, service: 'graph', name, helmRelease: name, chart: './charts/x', phase: 'Ready' },
    dependencies: dependencies.map((dependency) => `graph/${dependency}`),
    ...{ runnableAt: at(runnable ?? 0), startedAt: at(started ?? 0), readyAt: at(ready ?? 0) },
  });
}

test('what is lost is what lies between one release and the next on the critical path', () => {
  const releases = [aRelease('a', [], [0, 0.1, 2]), aRelease('b', ['a'], [2, 2.2, 5]), aRelease('c', [], [0, 0.1, 1])];

  const times = determineBerthTimes(releases, beganAtMs);

  expect(times.readyS).toBeCloseTo(5);
  expect(times.criticalPathS).toBeCloseTo(1.9 + 2.8);
  expect(times.stepLossS).toBeCloseTo(0.3 / 2);
  expect(times.gapP50Ms).toBeCloseTo(200);
});

test('releases that a deploy left alone do not count', () => {
  const releases = [aRelease('a', [], [0, 0, 2]), aRelease('b', ['a'], [10, 10, 11])];

  const times = determineBerthTimes(releases, beganAtMs + 9_000);

  expect(times).toEqual({ readyS: 1, criticalPathS: 1, stepLossS: 0 });
});

test('a deploy that left all alone has no times', () => {
  expect(determineBerthTimes([aRelease('a', [], [0, 0, 2])], beganAtMs + 9_000)).toEqual({});
});
