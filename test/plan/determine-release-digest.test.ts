import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  determineReleaseDigest,
  renderCanonicalJson,
  type ReleaseInputs,
} from '../../src/plan/determine-release-digest.ts';

const inputs: fc.Arbitrary<ReleaseInputs> = fc.record({
  chartDigest: fc.string(),
  valuesFiles: fc.array(fc.string(), { maxLength: 2 }),
  values: fc.jsonValue({ maxDepth: 3 }),
  outputs: fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 }),
  flags: fc.array(fc.string(), { maxLength: 2 }),
});

describe('the digest of a release', () => {
  test('does not depend on the order in which keys were written', () => {
    fc.assert(
      fc.property(inputs, (some) => {
        expect(determineReleaseDigest(reverseKeys(some) as ReleaseInputs)).toBe(determineReleaseDigest(some));
      }),
    );
  });

  test('changes with anything that Helm is given', () => {
    fc.assert(
      fc.property(inputs, inputs, (a, b) => {
        const isSame = renderCanonicalJson(a) === renderCanonicalJson(b);

        expect(determineReleaseDigest(a) === determineReleaseDigest(b)).toBe(isSame);
      }),
    );
  });

  test.each([
    ['the chart', { chartDigest: 'sha256:b' }],
    ['a value', { values: { image: { tag: '2' } } }],
    ['the type of a value', { values: { image: { tag: 1 } } }],
    ['the order of values files', { valuesFiles: ['b', 'a'] }],
    ['an output', { outputs: { HOST: 'other' } }],
    ['a flag', { flags: ['--timeout=2m'] }],
  ])('changes with %s alone', (_, change) => {
    const before = {
      chartDigest: 'sha256:a',
      valuesFiles: ['a', 'b'],
      values: { image: { tag: '1' } },
      outputs: { HOST: 'db' },
      flags: ['--timeout=1m'],
    };

    expect(determineReleaseDigest({ ...before, ...change })).not.toBe(determineReleaseDigest(before));
  });

  test('is the same as ever: what runs would otherwise be deployed again', () => {
    const known = { chartDigest: 'a', valuesFiles: [], values: { b: 1, a: ['x', null] }, outputs: {}, flags: [] };

    expect(determineReleaseDigest(known)).toMatchInlineSnapshot(
      `"sha256:a3831e678a99eb7f0555528fe7a4601e84e047cae9861a7204449455bfb02033"`,
    );
  });
});

function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toReversed();
  return Object.fromEntries(entries.map(([key, inner]) => [key, reverseKeys(inner)]));
}
