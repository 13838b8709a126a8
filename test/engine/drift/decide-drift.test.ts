import { describe, expect, test } from 'vitest';
import { decideDrift, isToBeMended, type DriftFacts } from '../../../src/engine/drift/decide-drift.ts';
import type { DriftFinding } from '../../../src/engine/ports/drift.ts';

const nowMs = 10_000_000;
const object = { apiVersion: 'v1', kind: 'Service', name: 'web' };
const same: DriftFinding = { kind: 'same' };
const deleted: DriftFinding = { kind: 'deleted' };
const changed: DriftFinding = { kind: 'changed', fields: ['spec.type'], by: ['kubectl-edit'] };

function facts(changes: Partial<DriftFacts> = {}): DriftFacts {
  return {
    touched: { object, state: 'touched', mark: 'b' },
    inspected: undefined,
    mendsAtMs: [],
    policy: { deleted: 'mend', changed: 'report' },
    nowMs,
    ...changes,
  };
}

function inspected(finding: DriftFinding, more: { mark?: string; agoMs?: number; calm?: number } = {}) {
  const { mark = 'b', agoMs = 0, calm = finding.kind === 'same' ? 1 : 0 } = more;
  return { mark, finding, inspectedAtMs: nowMs - agoMs, calm };
}

describe('an object that somebody wrote', () => {
  test('is looked at', () => {
    expect(decideDrift(facts())).toEqual({ kind: 'inspect' });
  });

  test('is not looked at again until something else happens to it', () => {
    expect(decideDrift(facts({ inspected: inspected(same, { agoMs: 3_600_000 }) }))).toEqual({ kind: 'none' });
  });

  test('is looked at no more than once a second', () => {
    const before = inspected(changed, { mark: 'a', agoMs: 400 });

    expect(decideDrift(facts({ inspected: before }))).toEqual({ kind: 'wait', atMs: nowMs + 600 });
  });

  test.each([
    [1, 1_000],
    [4, 8_000],
    [30, 60_000],
  ])('is looked at less often where nothing was found %i times in a row', (calm, restMs) => {
    const before = inspected(same, { mark: 'a', calm });

    expect(decideDrift(facts({ inspected: before }))).toEqual({ kind: 'wait', atMs: nowMs + restMs });
  });

  test('is left as it is where changes are only reported', () => {
    expect(decideDrift(facts({ inspected: inspected(changed) }))).toEqual({ kind: 'none' });
  });

  test('is put back where changes are mended', () => {
    const policy = { deleted: 'off', changed: 'mend' } as const;

    expect(decideDrift(facts({ inspected: inspected(changed), policy }))).toEqual({ kind: 'mend' });
  });

  test('is not even looked at where changes do not matter', () => {
    expect(decideDrift(facts({ policy: { deleted: 'mend', changed: 'off' } }))).toEqual({ kind: 'none' });
  });
});

describe('an object that is gone', () => {
  const touched = { object, state: 'missing', mark: 'missing' } as const;

  test('is looked for, and made anew', () => {
    expect(decideDrift(facts({ touched }))).toEqual({ kind: 'inspect' });
    expect(decideDrift(facts({ touched, inspected: inspected(deleted, { mark: 'missing' }) }))).toEqual({
      kind: 'mend',
    });
  });

  test('stays gone where that is only reported', () => {
    const policy = { deleted: 'report', changed: 'mend' } as const;

    expect(decideDrift(facts({ touched, policy, inspected: inspected(deleted, { mark: 'missing' }) }))).toEqual({
      kind: 'none',
    });
  });

  test('although it was found there is looked for again after a while', () => {
    const found = inspected(same, { mark: 'missing', agoMs: 10_000 });

    expect(decideDrift(facts({ touched, inspected: found }))).toEqual({ kind: 'wait', atMs: nowMs + 20_000 });
  });
});

describe('an object that was put back', () => {
  const gone = {
    touched: { object, state: 'missing', mark: 'missing' },
    inspected: inspected(deleted, { mark: 'missing' }),
  } as const;

  test.each([
    [[1_000], 4_000],
    [[60_000, 10_000], 10_000],
    [[300_000, 200_000, 100_000, 100_000], 220_000],
  ])('%j ms ago is put back again later each time', (agoMs, waitMs) => {
    const mendsAtMs = agoMs.map((ms) => nowMs - ms);

    expect(decideDrift(facts({ ...gone, mendsAtMs }))).toEqual({ kind: 'wait', atMs: nowMs + waitMs });
    expect(isToBeMended(facts({ ...gone, mendsAtMs }))).toBe(true);
  });

  test('five times within an hour is left as it is for the rest of it', () => {
    const mendsAtMs = [3_000, 2_000, 1_000, 500, 400].map((seconds) => nowMs - seconds * 1_000);

    expect(decideDrift(facts({ ...gone, mendsAtMs }))).toEqual({ kind: 'wait', atMs: nowMs + 600_000 });
    expect(isToBeMended(facts({ ...gone, mendsAtMs }))).toBe(false);
  });

  test('longer ago than an hour is put back at once', () => {
    const mendsAtMs = [5, 4, 3, 2, 1].map((hours) => nowMs - hours * 3_600_000);

    expect(decideDrift(facts({ ...gone, mendsAtMs }))).toEqual({ kind: 'mend' });
  });
});
