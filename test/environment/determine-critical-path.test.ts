import { describe, expect, test } from 'vitest';
import { determineCriticalPath } from '../../src/environment/determine-critical-path.ts';
import { ReleaseStatus } from '../../src/environment/release-status.ts';

const begunAtMs = Date.parse('2026-05-04T10:00:00Z');

describe('the critical path', () => {
  test('leads to what was ready last, each step by what it waited for longest', () => {
    const path = determine([
      aRelease('db', [], [500, 600, 1_600, 3_600]),
      aRelease('cache', [], [500, 500, 1_000, 1_200]),
      aRelease('api', ['db', 'cache'], [3_650, 3_850, 4_850, 6_850]),
      aRelease('docs', [], [500, 500, 900, 6_000]),
      aRelease('web', ['api', 'docs'], [6_850, 6_850, 7_350, 9_350]),
    ]);

    expect(path).toEqual({
      steps: [
        { id: 'db', waitMs: 0, slotMs: 100, applyMs: 1_000, readinessMs: 2_000 },
        { id: 'api', waitMs: 50, slotMs: 200, applyMs: 1_000, readinessMs: 2_000 },
        { id: 'web', waitMs: 0, slotMs: 0, applyMs: 500, readinessMs: 2_000 },
      ],
      totalMs: 8_850,
      idleMs: 300,
    });
  });

  test('is as long as its steps and what lies between them', () => {
    const path = determine([
      aRelease('a', [], [100, 150, 1_000, 2_000]),
      aRelease('b', ['a'], [2_030, 2_200, 3_000, 4_000]),
    ])!;

    const spentMs = path.steps.reduce(
      (sum, { waitMs, applyMs, readinessMs }) => sum + waitMs + applyMs + readinessMs,
      0,
    );
    expect(spentMs + path.idleMs).toBe(path.totalMs);
  });

  test('is not idle while a release waits for outputs of one that is ready', () => {
    const path = determine([
      aRelease('db', [], [0, 0, 1_000, 2_000]),
      aRelease('web', ['db'], [22_000, 22_060, 23_000, 24_000]),
    ]);

    expect(path).toMatchObject({ steps: [{ waitMs: 0 }, { waitMs: 20_000, slotMs: 60 }], totalMs: 24_000, idleMs: 60 });
  });

  test('leaves out what was ready before the commit began', () => {
    const path = determine([
      aRelease('db', [], [-60_000, -60_000, -59_000, -50_000]),
      aRelease('web', ['db'], [400, 400, 1_400, 2_400]),
    ]);

    expect(path?.steps.map(({ id }) => id)).toEqual(['web']);
    expect(path?.totalMs).toBe(2_000);
  });

  test('counts what a commit before had begun only from when this one began', () => {
    const path = determine([
      aRelease('db', [], [-3_000, -3_000, -1_000, 2_000]),
      aRelease('web', ['db'], [2_000, 2_000, 3_000, 4_000]),
    ]);

    expect(path?.steps[0]).toEqual({ id: 'db', waitMs: 0, slotMs: 0, applyMs: 0, readinessMs: 2_000 });
    expect(path?.totalMs).toBe(4_000);
  });

  test('is known for as long as nothing was done again', () => {
    const db = aRelease('db', [], [0, 0, 1_000, 2_000]);
    const again = aRelease('db', [], [86_400_000, 86_400_000, 86_401_000, 86_402_000]);
    const web = aRelease('web', ['db'], [2_000, 2_000, 3_000, 4_000]);

    expect(determine([db, web], 5_000)?.steps).toHaveLength(2);
    expect(determine([again, web], 5_000)).toBeUndefined();
  });

  test('knows no negative times, whatever the clocks said', () => {
    const path = determine([aRelease('web', [], [1_000, 900, 800, 700])]);

    expect(path?.steps).toEqual([{ id: 'web', waitMs: 0, slotMs: 0, applyMs: 0, readinessMs: 0 }]);
  });

  test('ends in a circle of dependencies, which no manifest may have', () => {
    const path = determine([aRelease('a', ['b'], [0, 0, 1, 2]), aRelease('b', ['a'], [0, 0, 1, 1])]);

    expect(path?.steps.map(({ id }) => id)).toEqual(['b', 'a']);
  });

  test.each([
    [
      'not all is ready',
      [aRelease('db', [], [0, 0, 1, 2]), { ...aRelease('web', ['db'], [2, 2, 3, 4]), phase: 'Settling' as const }],
    ],
    ['nothing had to be done', [aRelease('db', [], [-9, -9, -8, -7])]],
    ['nothing is deployed', []],
    ['nobody noted the times', [ReleaseStatus.parse({ ...aRelease('db', [], [0, 0, 1, 2]), appliedAt: undefined })]],
  ])('is none where %s', (_, releases) => {
    expect(determine(releases)).toBeUndefined();
  });
});

function determine(releases: ReleaseStatus[], liveAfterMs?: number) {
  const toTime = (ms: number) => new Date(begunAtMs + ms).toISOString();
  const liveAt = liveAfterMs === undefined ? undefined : toTime(liveAfterMs);
  return determineCriticalPath({ releases, startedAt: toTime(0), liveAt });
}

/** Times in milliseconds from the beginning: runnable, started, applied, ready. */
function aRelease(id: string, dependencies: string[], times: readonly [number, number, number, number]): ReleaseStatus {
  const [runnableAt, startedAt, appliedAt, readyAt] = times.map((ms) => new Date(begunAtMs + ms).toISOString());
  const named = { id, service: 'shop', name: id, helmRelease: id, chart: './chart', dependencies };
  return ReleaseStatus.parse({ ...named, phase: 'Ready', runnableAt, startedAt, appliedAt, readyAt });
}
