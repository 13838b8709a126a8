import { describe, expect, test } from 'vitest';
import type { CriticalPath } from '../../../src/environment/determine-critical-path.ts';
import { describeCriticalPath, describeIdle } from '../../../src/report/describe/describe-critical-path.ts';
import { renderPlain } from '../../../src/report/text/phrase.ts';
import { aRelease } from '../an-environment.ts';

describe('the longest way in words', () => {
  test('names each release with how long it took, and how much was idle', () => {
    expect(write(['api/db', 'api/api', 'api/web'])).toBe('db 3.1 s → api 3.1 s → web 3.1 s (0.2 s idle)');
  });

  test('names the services as well where there are several', () => {
    expect(write(['api/db', 'web/web'])).toBe('api/db 3.1 s → web/web 3.1 s (0.2 s idle)');
  });

  test('leaves out the middle of a long one', () => {
    const ids = Array.from({ length: 9 }, (_, index) => `api/r${index}`);

    expect(write(ids)).toBe('r0 3.1 s → r1 3.1 s → r2 3.1 s → 4 more → r7 3.1 s → r8 3.1 s (0.2 s idle)');
  });
});

describe('the idle time in words', () => {
  test.each([
    [0, 0, 'On the longest way 0.0 s of that were idle.'],
    [2_000, 10, 'On the longest way 2.0 s of that were idle: a release could run, and Helm had not begun.'],
    [0, 2_000, 'On the longest way 0.0 s of that were idle. 2.0 s it waited for outputs.'],
  ])('says what it was spent on when %i ms were idle and outputs came after %i ms', (slotMs, waitMs, words) => {
    const step = { id: 'api/db', waitMs, slotMs, applyMs: 100, readinessMs: 100 };
    const path = { steps: [step], totalMs: 9_000, idleMs: slotMs };

    expect(describeIdle(path)).toBe(`The last release was ready 9.0 s after the first could run. ${words}`);
  });
});

function write(ids: readonly string[]): string {
  const steps = ids.map((id) => ({ id, waitMs: 0, slotMs: 100, applyMs: 1_000, readinessMs: 2_100 }));
  const path: CriticalPath = { steps, totalMs: 9_000, idleMs: 200 };
  return renderPlain(
    describeCriticalPath(
      path,
      ids.map((id) => aRelease(id)),
    ),
  );
}
