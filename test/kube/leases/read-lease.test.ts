import { expect, test } from 'vitest';
import { readLease } from '../../../src/kube/leases/read-lease.ts';

const metadata = { name: 'berth-x2x7p.a1b2c3d4e5', resourceVersion: '42' };

test('a Lease says who it is of, with which version, and for how long it stands', () => {
  expect(readLease({ metadata, spec: { leaseDurationSeconds: 15, holderIdentity: 'whatever' } })).toEqual({
    identity: 'berth-x2x7p.a1b2c3d4e5',
    version: '42',
    durationMs: 15_000,
  });
});

test.each([[undefined], [{}], [{ leaseDurationSeconds: 0 }], [{ leaseDurationSeconds: '15' }]])(
  'one that says %j is not of a replica',
  (spec) => {
    expect(readLease({ metadata, spec })).toBeUndefined();
  },
);
