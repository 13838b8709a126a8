import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseEnvironmentKey, toEnvironmentKey, toObjectName } from '../../src/environment/environment-key.ts';

const identity = fc.record({
  repository: fc
    .tuple(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9-]{0,38}$/), fc.stringMatching(/^[A-Za-z0-9._-]{1,100}$/))
    .map(([owner, name]) => `${owner}/${name}`),
  pullRequest: fc.integer({ min: 1, max: 10_000_000 }),
  profile: fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/),
});

describe('the key of an environment', () => {
  test('is what people would write', () => {
    expect(toEnvironmentKey({ repository: 'Acme/Shop', pullRequest: 12, profile: 'preview' })).toBe(
      'acme/shop#12/preview',
    );
  });

  test('reads back as what it was made of', () => {
    fc.assert(
      fc.property(identity, (one) => {
        expect(parseEnvironmentKey(toEnvironmentKey(one))).toEqual({
          ...one,
          repository: one.repository.toLowerCase(),
        });
      }),
    );
  });

  test.each([
    '',
    'acme/shop',
    'acme/shop#0/preview',
    'acme/shop#012/preview',
    'acme/shop#9999999999999999/preview',
    'acme/shop#1/-preview',
    'a/b/c#1/preview',
    'acme/shop#1/preview\n',
  ])('is not read from %j', (text) => {
    expect(parseEnvironmentKey(text)).toBeUndefined();
  });
});

describe('the name of its object', () => {
  test('is a DNS label, whatever the repository is called', () => {
    fc.assert(
      fc.property(identity, (one) => {
        expect(toObjectName(one)).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
      }),
    );
  });

  test('is the same exactly when the key is the same', () => {
    fc.assert(
      fc.property(identity, identity, (one, other) => {
        expect(toObjectName(one) === toObjectName(other)).toBe(toEnvironmentKey(one) === toEnvironmentKey(other));
      }),
    );
  });

  test.each([
    ['a-b/c', 'a/b-c'],
    ['acme/shop.io', 'acme/shop-io'],
    ['acme/shop_io', 'acme/shop.io'],
  ])('keeps %s and %s apart', (one, other) => {
    const rest = { pullRequest: 1, profile: 'preview' };
    expect(toObjectName({ repository: one, ...rest })).not.toBe(toObjectName({ repository: other, ...rest }));
  });
});
