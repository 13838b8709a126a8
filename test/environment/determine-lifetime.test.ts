import { describe, expect, test } from 'vitest';
import { determineLifetime, type Lifetime } from '../../src/environment/determine-lifetime.ts';

const hourMs = 3_600_000;
const rule = { idleMs: 24 * hourMs, totalMs: 100 * hourMs, warnBeforeMs: 4 * hourMs };

function determineAt(nowHours: number, activeHours: number, changed: Partial<typeof rule> = {}): Lifetime {
  return determineLifetime({
    rule: { ...rule, ...changed },
    nowMs: nowHours * hourMs,
    createdAtMs: 0,
    lastActivityAtMs: activeHours * hourMs,
  });
}

describe('the lifetime of an environment', () => {
  test.each<[string, number, number, Lifetime]>([
    ['is new', 0, 0, { kind: 'keep', lookAgainAtMs: 20 * hourMs }],
    ['was active', 15, 10, { kind: 'keep', lookAgainAtMs: 30 * hourMs }],
    ['is about to be idle', 30, 10, { kind: 'warn', because: 'idle', lookAgainAtMs: 34 * hourMs }],
    ['is idle', 34, 10, { kind: 'expire', because: 'idle' }],
    ['was active again after a warning', 31, 31, { kind: 'keep', lookAgainAtMs: 51 * hourMs }],
    ['nears its end though it is active', 96, 96, { kind: 'warn', because: 'total', lookAgainAtMs: 100 * hourMs }],
    ['is at its end though it is active', 100, 100, { kind: 'expire', because: 'total' }],
    ['hears of an activity before it was made', 1, -50, { kind: 'keep', lookAgainAtMs: 20 * hourMs }],
    ['hears of an activity that is yet to come', 1, 90, { kind: 'keep', lookAgainAtMs: 21 * hourMs }],
  ])('when it %s', (_, nowHours, activeHours, lifetime) => {
    expect(determineAt(nowHours, activeHours)).toEqual(lifetime);
  });

  test('begins without a warning, however early warnings are wanted', () => {
    expect(determineAt(0, 0, { warnBeforeMs: 24 * hourMs })).toEqual({ kind: 'keep', lookAgainAtMs: 12 * hourMs });
  });

  test('is looked at again only later, so that nothing spins', () => {
    for (let nowHours = 0; nowHours < 100; nowHours += 1) {
      const lifetime = determineAt(nowHours, nowHours - (nowHours % 23));

      expect(lifetime.kind).not.toBe('expire');
      if (lifetime.kind !== 'expire') expect(lifetime.lookAgainAtMs).toBeGreaterThan(nowHours * hourMs);
    }
  });
});
