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
    [300, 10, 'On the longest way 0.3 s of that were idle: until berth saw that the next could run.'],
    [0, 2_000, 'On the longest way 2.0 s of that were idle: until Helm had room for it.'],
    [
      300,
      2_000,
      'On the longest way 2.3 s of that were idle: 0.3 s until berth saw that the next could run, and 2.0 s until Helm had room for it.',
    ],
  ])('says what it was spent on when berth took %i ms and Helm %i ms', (decisionMs, slotMs, words) => {
    const step = { id: 'api/db', decisionMs, slotMs, applyMs: 100, readinessMs: 100 };
    const path = { steps: [step], totalMs: 9_000, idleMs: decisionMs + slotMs };

    expect(describeIdle(path)).toBe(`The last release was ready 9.0 s after the first could run. ${words}`);
  });
});

function write(ids: readonly string[]): string {
  const steps = ids.map((id) => ({ id, decisionMs: 50, slotMs: 50, applyMs: 1_000, readinessMs: 2_100 }));
  const path: CriticalPath = { steps, totalMs: 9_000, idleMs: 200 };
  return renderPlain(
    describeCriticalPath(
      path,
      ids.map((id) => aRelease(id)),
    ),
  );
}
