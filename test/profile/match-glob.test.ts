import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchGlob } from '../../src/profile/match-glob.ts';

describe('a pattern', () => {
  test.each([
    ['api/**', 'api/src/main.py'],
    ['api/**', 'api/.env'],
    ['**/Dockerfile', 'Dockerfile'],
    ['**/Dockerfile', 'a/b/Dockerfile'],
    ['a/**/z', 'a/z'],
    ['*.lock', 'yarn.lock'],
    ['src/*.test.ts', 'src/a.test.test.ts'],
    ['v?', 'v1'],
    ['./**', './charts/api'],
    ['berth/*', 'berth/postgres'],
    ['oci://ghcr.io/acme/*', 'oci://ghcr.io/acme/web'],
    ['git:acme/**', 'git:acme/charts/web'],
    ['(a+)+$', '(a+)+$'],
  ])('%s matches %s', (pattern, path) => {
    expect(matchGlob(pattern, path)).toBe(true);
  });

  test.each([
    ['api/**', 'apis/main.py'],
    ['*.lock', 'web/yarn.lock'],
    ['api/*', 'api/src/main.py'],
    ['./**', 'oci://ghcr.io/acme/web'],
    ['berth/*', 'berth/a/b'],
    ['oci://ghcr.io/acme/*', 'oci://ghcr.io/acme.evil.com/web'],
    ['oci://ghcr.io/acme/*', 'oci://ghcr.io/acme/web/more'],
    ['v?', 'v'],
    ['a.c', 'abc'],
    ['', 'a'],
  ])('%s does not match %s', (pattern, path) => {
    expect(matchGlob(pattern, path)).toBe(false);
  });

  test('matches every path that it was made from by putting stars in', () => {
    const name = fc.stringMatching(/^[a-z.]{1,6}$/);

    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 6 }), fc.nat(5), fc.nat(5), (names, at, length) => {
        const starred = names.toSpliced(at, length, '**').join('/');
        const cut = names.map((text) => `${text.slice(0, 1)}*${text.slice(-1)}*`).join('/');

        expect(matchGlob(starred, names.join('/'))).toBe(true);
        expect(matchGlob(cut.replaceAll(/(.)\*\1\*/g, '$1*'), names.join('/'))).toBe(true);
      }),
    );
  });

  test('made to stall a matcher is answered', () => {
    expect(matchGlob(`${'*a'.repeat(60)}b`, 'a'.repeat(2_000))).toBe(false);
    expect(matchGlob(`${'**/a/'.repeat(40)}b`, `${'a/'.repeat(1_000)}c`)).toBe(false);
  });
});
