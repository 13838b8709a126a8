import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../src/report/create-redactor.ts';

const redact = createRedactor([]);

describe('what looks like a secret is taken out', () => {
  test.each([
    ['cloning with ghp_0123456789abcdefghijABCDEFGHIJ012345', 'cloning with [redacted]'],
    ['ghs_1234_eyJhbGciOi.JIUzI1NiIsInR5.cCI6IkpXVCJ9', '[redacted]'],
    ['github_pat_11ABCDEFG0123456789_abcdefghijk', '[redacted]'],
    ['Authorization: Bearer abc.def.ghijklmnop', 'Authorization: [redacted]'],
    ['curl -H "Authorization: token 0123456789"', 'curl -H "Authorization: [redacted]"'],
    ['sent bearer abcdefghijklmnopqrst', 'sent bearer [redacted]'],
    ['postgres://shop:hunter2@db:5432/shop', 'postgres://shop:[redacted]@db:5432/shop'],
    ['env:\n  DB_PASSWORD: hunter2\n  DB_HOST: db', 'env:\n  DB_PASSWORD: [redacted]\n  DB_HOST: db'],
    ['- password: "two words"', '- password: [redacted]'],
    ['{"apiKey":"a\\"b","host":"db"}', '{"apiKey":[redacted],"host":"db"}'],
    ['PASSWORD=""hunter2 make', 'PASSWORD=[redacted] make'],
    [`DB_PASSWORD="two words"'and'more; ls`, 'DB_PASSWORD=[redacted]; ls'],
    [String.raw`+ DB_PASSWORD='it'\''s' make`, '+ DB_PASSWORD=[redacted] make'],
    [`password: ''hunter2`, 'password: [redacted]'],
    [`password: 'it''s'`, 'password: [redacted]'],
    [`"password: 'it'" and "more"`, '"password: [redacted]" and "more"'],
    ['--set db.password=hunter2 --wait', '--set db.password=[redacted] --wait'],
    ['eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrOHMifQ.c2lnbmF0dXJl', '[redacted]'],
    ['https://hooks.slack.com/services/T0/B0/xyz', 'https://hooks.slack.com/[redacted]'],
  ])('%s', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  test('a private key, whole or cut off', () => {
    const pem = '-----BEGIN PRIVATE KEY-----\nMIIEvQ\nIBADAN\n-----END PRIVATE KEY-----';

    expect(redact(`before\n${pem}\nafter`)).toBe('before\n[redacted]\nafter');
    expect(redact(pem.slice(0, 40))).toBe('[redacted]');
    expect(redact(JSON.stringify({ a: pem, b: 1 }))).toBe('{"a":"[redacted]","b":1}');
  });
});

describe('what explains a failure is left alone', () => {
  test.each([
    'reading secret "postgres": not found',
    'creating token: forbidden',
    'secrets "pull" is forbidden: User "x" cannot get resource "secrets"',
    'upgrading release "pr-42-web": reading chart "oci://ghcr.io/acme/app": not found',
    'image ghcr.io/acme/api:ghs can not be pulled',
    'basic authentication is off',
    'https://github.com/acme/shop/pull/12#issuecomment-1',
  ])('%s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('a known secret is taken out however it is written', () => {
  const printable = fc
    .string({ minLength: 12, maxLength: 60, unit: 'grapheme-ascii' })
    .filter((text) => text.trim() === text);

  test.each<readonly [string, (secret: string, before: string) => string]>([
    ['as it is', (secret) => secret],
    ['in JSON', (secret) => JSON.stringify(secret)],
    ['in JSON in JSON', (secret) => JSON.stringify(JSON.stringify(secret))],
    ['in an address', (secret) => encodeURIComponent(secret)],
    ['in hexadecimal', (secret) => Buffer.from(secret).toString('hex')],
    ['in base64', (secret) => Buffer.from(secret).toString('base64')],
    ['in base64url', (secret) => Buffer.from(secret).toString('base64url')],
    ['in base64 after other text', (secret, before) => Buffer.from(before + secret + before).toString('base64')],
  ])('%s', (_how, encode) => {
    fc.assert(
      fc.property(printable, fc.string(), (secret, before) => {
        const leak = encode(secret, before);
        const redacted = createRedactor([secret])(`${before} ${leak}`);
        expect(redacted).toContain('[redacted]');
        expect(redacted).not.toContain(secret);
      }),
      { numRuns: 300 },
    );
  });

  test('and line by line', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const redactKey = createRedactor([pem]);

    for (const line of pem.split('\n').slice(1, -2)) expect(redactKey(`a ${line} b`)).toBe('a [redacted] b');
  });
});

test('redacting twice is the same as once', () => {
  const piece = fc.constantFrom(
    'password',
    '=',
    ': ',
    ' ',
    ', ',
    "'",
    'bearer ',
    'abcdefghijklmnop',
    '"',
    '\n',
    '\\',
    'x://y:z@w',
    '[redacted]',
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const once = redact(pieces.join(''));
      expect(redact(once)).toBe(once);
    }),
    { numRuns: 2_000 },
  );
});

test('a hostile text of 1 MiB takes linear time', () => {
  for (const piece of [
    '-----BEGIN X-----',
    'a-----',
    'password:',
    'token: "\\',
    '://a:',
    'eyJaaaaaaaaa.',
    '\n - ',
    'secret-',
    'password=""',
    `"token": "a"'b'c `,
  ]) {
    expect(() => redact(piece.repeat(1_048_576 / piece.length))).not.toThrow();
  }
});
