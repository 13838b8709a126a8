import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { markFailed } from '../../../src/kube/access/mark-failed.ts';

test('a pending record becomes failed, and nothing else of it changes', () => {
  const record = {
    name: 'web',
    version: 3,
    config: { a: 'ä', b: [1.5] },
    info: { status: 'pending-upgrade', notes: 'x' },
  };

  const failed = unpack(markFailed(pack(record)) ?? '');

  const description = 'Helm was ended before it was done';
  expect(failed).toEqual({ ...record, info: { ...record.info, status: 'failed', description } });
});

test.each(['deployed', 'failed', 'uninstalling', 'superseded'])('a record that is %s is left alone', (status) => {
  expect(markFailed(pack({ info: { status } }))).toBeUndefined();
});

test.each(['', 'no base64 !', Buffer.from('no gzip').toString('base64'), pack('text'), pack({ info: {} })])(
  'what is no record of Helm is refused: %j',
  (data) => {
    expect(() => markFailed(data)).toThrow();
  },
);

test('a record that unpacks to more than any release is refused', () => {
  const bomb = Buffer.from(gzipSync(Buffer.alloc(80 * 1024 * 1024)).toString('base64')).toString('base64');

  expect(() => markFailed(bomb)).toThrow(/larger than/);
});

function pack(value: unknown): string {
  return Buffer.from(gzipSync(JSON.stringify(value)).toString('base64')).toString('base64');
}

function unpack(data: string): unknown {
  return JSON.parse(gunzipSync(Buffer.from(Buffer.from(data, 'base64').toString(), 'base64')).toString());
}
