import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BerthError } from '../src/berth-error.ts';
import { createLogger, type LogFields } from '../src/logger.ts';

const secret = 'c0ffee-"q\\uote"-0123456789abcdef';
const token = 'ghs_123456_eyJhbGciOiJSUzI1NiJ9.payload-part.signature_part';

describe('a line', () => {
  test('carries the level by name, the time, the fields and the message', () => {
    const line = logged((log) => log.info({ key: 'acme/shop#1', delivery: 'd-1', durationMs: 3 }, 'woken'));

    expect(line).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
      key: 'acme/shop#1',
      delivery: 'd-1',
      durationMs: 3,
      msg: 'woken',
    });
  });

  test('leaves out every field that is not on the list, as libraries pass whole requests', () => {
    const line = logged((log) =>
      log.info({ key: 'k', headers: { a: 1 }, event: 'push', values: 'x' } as LogFields, 'm'),
    );

    expect(Object.keys(line).sort()).toEqual(['event', 'key', 'level', 'msg', 'time']);
  });

  test('below the level is not written', () => {
    expect(capture('warn', (log) => log.info({}, 'quiet'))).toBe('');
  });
});

describe('an error', () => {
  test('of our own is written with its message and its causes', () => {
    const cause = Object.assign(new Error('401 with a body'), { status: 401 });
    const line = logged((log) => log.error({ err: new BerthError('reading "x"', { cause }) }, 'giving up'));

    expect(line).toMatchObject({
      msg: 'giving up',
      err: { name: 'BerthError', message: 'reading "x"', causes: [{ name: 'Error', code: 401 }] },
    });
    expect(JSON.stringify(line)).not.toContain('with a body');
  });

  test('of others is written by name, code and place, never by message', () => {
    const foreign = Object.assign(new TypeError('the body was s3cr3t\n    at s3cr3t'), { code: 'ECONNRESET' });
    const line = logged((log) => log.error({ err: foreign }, 'asking GitHub'));

    expect(line).toMatchObject({ err: { name: 'TypeError', code: 'ECONNRESET' } });
    expect(JSON.stringify(line)).toContain('logger.test.ts');
    expect(JSON.stringify(line)).not.toContain('s3cr3t');
  });

  test('that a library logs without a message gives none away', () => {
    const foreign = Object.assign(new AggregateError([new Error('s3cr3t')], 's3cr3t'), {
      event: { payload: 's3cr3t' },
    });
    const text = capture('info', (log) => {
      (log as unknown as { error(error: unknown): void }).error(foreign);
      (log as unknown as { error(fields: unknown): void }).error({ err: foreign });
    });

    expect(text).toContain('AggregateError');
    expect(text).not.toContain('s3cr3t');
  });

  test('that is none is named by its type', () => {
    expect(logged((log) => log.error({ err: 's3cr3t' }, 'm'))).toMatchObject({ err: { name: 'string' } });
  });
});

describe('secrets', () => {
  test.each([
    ['a known secret', secret],
    ['a token of GitHub', token],
    ['a bearer header', 'authorization: Bearer abcdefghijklmnopqrstuvwx'],
    ['a value of Helm', 'values:\n  postgres:\n    password: hunter2hunter2\n'],
    ['a setting', 'POSTGRES_PASSWORD=hunter2hunter2'],
    ['a key', '-----BEGIN RSA PRIVATE KEY-----\nhunter2hunter2\n-----END RSA PRIVATE KEY-----'],
  ])('%s is in no line, whatever field it is in', (_what, text) => {
    const fields: LogFields[] = [
      { key: text },
      { reason: text },
      { path: text },
      { err: new BerthError(text) },
      { err: new BerthError('x', { cause: new BerthError(text) }) },
      { status: text as unknown as number },
    ];
    const written = capture('info', (log) => {
      log.info({}, text);
      for (const field of fields) log.info(field, 'm');
    });

    expect(written.match(/\[redacted\]/g)).toHaveLength(7);
    expect(written).not.toMatch(/hunter2|abcdefghij|payload-part|c0ffee/);
  });

  test('are also taken out of what a child logger of a library carries', () => {
    const text = capture('info', (log) => log.child({ name: 'octokit', id: token }).info('m'));

    expect(text).toContain('octokit');
    expect(text).not.toContain('payload-part');
  });

  test('leave a line that is still JSON, and short', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'password: "a\\"b"',
        "token: 'x",
        '{"secret":"a\\\\',
        '-----BEGIN X-----"',
        `"${secret}"`,
        'a://b:c"d@e',
      ),
    );
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 4 }), (parts) => {
        const text = parts.join('');
        const written = capture('info', (log) => log.info({ reason: text, err: new BerthError(text) }, text));
        expect(() => JSON.parse(written) as unknown).not.toThrow();
        expect(written.length).toBeLessThan(20_000);
      }),
      { numRuns: 500 },
    );
  });
});

type Log = ReturnType<typeof createLogger>;

function logged(write: (log: Log) => void): Record<string, unknown> {
  return JSON.parse(capture('info', write)) as Record<string, unknown>;
}

function capture(level: string, write: (log: Log) => void): string {
  let text = '';
  write(createLogger({ level, secrets: [secret], destination: { write: (line) => (text += line) } }));
  return text;
}
