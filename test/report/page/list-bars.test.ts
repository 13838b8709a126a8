import { describe, expect, test } from 'vitest';
import type { ReleaseStatus } from '../../../src/environment/release-status.ts';
import { listBars } from '../../../src/report/page/list-bars.ts';
import { aRelease } from '../an-environment.ts';

const begunAtMs = Date.parse('2026-05-04T10:00:00Z');

describe('the bar of a release', () => {
  test('has a part for waiting, for Helm and for becoming ready, each as long as it took', () => {
    const found = list([
      timed('api/db', [1_000, 2_000, 4_000, 8_000]),
      timed('api/web', [8_000, 8_000, 9_000, 10_000]),
    ]);

    expect(found).toEqual({
      spanMs: 10_000,
      preparingMs: 1_000,
      bars: [
        {
          id: 'api/db',
          segments: [
            { kind: 'waiting', from: 10, to: 20, isOpen: false },
            { kind: 'applying', from: 20, to: 40, isOpen: false },
            { kind: 'settling', from: 40, to: 80, isOpen: false },
          ],
        },
        {
          id: 'api/web',
          segments: [
            { kind: 'applying', from: 80, to: 90, isOpen: false },
            { kind: 'settling', from: 90, to: 100, isOpen: false },
          ],
        },
      ],
    });
  });

  test.each([
    ['waits for Helm', 'Applying', [1_000], 'waiting'],
    ['is applied', 'Applying', [1_000, 2_000], 'applying'],
    ['starts', 'Settling', [1_000, 2_000, 4_000], 'settling'],
    ['failed', 'Failed', [1_000, 2_000], 'failed'],
    ['failed after it was ready', 'Failed', [1_000, 2_000, 3_000, 4_000], 'failed'],
  ] as const)('goes on to the end while it %s', (_, phase, times, kind) => {
    const segments = list([timed('api/db', times, { phase })])?.bars[0]?.segments;

    expect(segments?.at(-1)).toMatchObject({ kind, to: 100, isOpen: true });
    expect(segments?.at(-1)?.from).toBeLessThan(95);
  });

  test('begins no earlier than the commit', () => {
    const found = list([timed('api/db', [-3_000, -3_000, -1_000, 2_000])]);

    expect(found?.preparingMs).toBe(0);
    expect(found?.bars[0]?.segments).toEqual([{ kind: 'settling', from: 0, to: 100, isOpen: false }]);
  });

  test('is left out where the commit had nothing to do, has nothing to do yet, or is long over', () => {
    const found = list([
      timed('api/db', [-9, -8, -7, -6]),
      timed('api/web', [1, 2, 3, 4]),
      timed('api/job', [], { phase: 'Pending' }),
      timed('api/again', [86_400_000, 86_400_000, 86_401_000, 86_402_000]),
    ]);

    expect(found?.bars.map(({ id }) => id)).toEqual(['api/web']);
  });
});

test('where nothing was done there are no bars', () => {
  expect(list([])).toBeUndefined();
  expect(list([timed('api/db', [-9, -8, -7, -6])])).toBeUndefined();
});

function list(releases: ReleaseStatus[]) {
  const toTime = (ms: number) => new Date(begunAtMs + ms).toISOString();
  return listBars({ releases, startedAt: toTime(0), liveAt: toTime(60_000) });
}

/** Times in milliseconds from the beginning: runnable, started, applied, ready. */
function timed(id: string, times: readonly number[], changes: Partial<ReleaseStatus> = {}): ReleaseStatus {
  const [runnableAt, startedAt, appliedAt, readyAt] = times.map((ms) => new Date(begunAtMs + ms).toISOString());
  return { ...aRelease(id, changes), runnableAt, startedAt, appliedAt, readyAt };
}
