import { describe, expect, test } from 'vitest';
import { setCondition, type ObservedCondition } from '../../src/environment/set-condition.ts';

const observed: ObservedCondition = {
  type: 'Released',
  status: 'False',
  reason: 'ImagePullFailed',
  message: 'no such image',
  observedGeneration: 1,
};
const first = setCondition([], observed, 1_000);

describe('a condition', () => {
  test('begins with the time it was first seen, in whole seconds', () => {
    expect(setCondition([], observed, 1_999)).toEqual([{ ...observed, lastTransitionTime: '1970-01-01T00:00:01Z' }]);
  });

  test('that is seen again leaves the list as it is', () => {
    expect(setCondition(first, { ...observed }, 60_000)).toBe(first);
    expect(setCondition(first, { ...observed, message: ' no such image\n' }, 60_000)).toBe(first);
  });

  test.each<Partial<ObservedCondition>>([{ status: 'True' }, { reason: 'ReleasesReady' }, { message: 'other' }])(
    'moves its time when %j changed',
    (changed) => {
      expect(setCondition(first, { ...observed, ...changed }, 60_000)).toEqual([
        { ...observed, ...changed, lastTransitionTime: '1970-01-01T00:01:00Z' },
      ]);
    },
  );

  test('keeps its time when only the generation is newer', () => {
    expect(setCondition(first, { ...observed, observedGeneration: 2 }, 60_000)).toEqual([
      { ...observed, observedGeneration: 2, lastTransitionTime: '1970-01-01T00:00:01Z' },
    ]);
  });

  test('leaves the others and their order alone', () => {
    const both = setCondition(first, { ...observed, type: 'Approved' }, 2_000);

    expect(setCondition(both, { ...observed, status: 'True' }, 3_000).map(({ type }) => type)).toEqual([
      'Released',
      'Approved',
    ]);
  });

  test('trims a long message, always to the same text and never inside a character', () => {
    const [condition] = setCondition([], { ...observed, message: '🚢'.repeat(5_000) }, 0);

    expect(condition?.message).toBe(`${'🚢'.repeat(1_023)}…`);
    const again = setCondition(
      condition === undefined ? [] : [condition],
      { ...observed, message: '🚢'.repeat(5_000) },
      9_000,
    );
    expect(again[0]?.lastTransitionTime).toBe('1970-01-01T00:00:00Z');
  });
});
