import fc from 'fast-check';
import { expect, test } from 'vitest';
import { determineOwner } from '../../../src/engine/shares/determine-owner.ts';

const keys = Array.from({ length: 300 }, (_, number) => `acme/shop#${number}`);
const members = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 6 });

test('everybody who knows the same members names the same owner, in whatever order they are known', () => {
  fc.assert(
    fc.property(members, fc.string(), (known, key) => {
      const owner = determineOwner(key, new Set(known));
      expect(known).toContain(owner);
      expect(determineOwner(key, new Set(known.toReversed()))).toBe(owner);
    }),
  );
});

test('when a member goes, only what was its own moves', () => {
  fc.assert(
    fc.property(members, (known) => {
      const [gone, ...rest] = known;
      for (const key of keys.slice(0, 20)) {
        const before = determineOwner(key, new Set(known));
        if (before !== gone) expect(determineOwner(key, new Set(rest))).toBe(before);
      }
    }),
  );
});

test('each of three has about a third', () => {
  const shares = ['a', 'b', 'c'].map(
    (one) => keys.filter((key) => determineOwner(key, new Set(['a', 'b', 'c'])) === one).length,
  );

  expect(Math.min(...shares)).toBeGreaterThan(70);
});

test('where there is no member there is no owner', () => {
  expect(determineOwner('acme/shop#1', new Set())).toBeUndefined();
});
