import { expect, test } from 'vitest';
import { Membership } from '../../../src/engine/shares/membership.ts';

const lease = (identity: string, version: string) => ({ identity, version, durationMs: 15_000 });

test('one whose Lease changes stays, and one whose Lease does not is gone after its duration', () => {
  const membership = new Membership(15_000);
  membership.observe([lease('a', '1'), lease('b', '1')], 0);
  membership.observe([lease('a', '2'), lease('b', '1')], 10_000);

  expect(membership.listFresh(14_999)).toEqual(['a', 'b']);
  expect(membership.listFresh(15_000)).toEqual(['a']);
  expect(membership.determineMsUntilGone('b', 14_000)).toBe(1_000);
  expect(membership.determineMsUntilGone('b', 15_000)).toBe(0);
  expect(membership.determineMsUntilGone('a', 15_000)).toBe(10_000);
});

test('a Lease that was there before is given its whole duration, whatever time is written in it', () => {
  const membership = new Membership(15_000);

  membership.observe([lease('a', '7')], 100_000);

  expect(membership.determineMsUntilGone('a', 100_000)).toBe(15_000);
});

test('one whose Lease somebody deleted is waited for as well, from when that was first noticed', () => {
  const membership = new Membership(15_000);

  expect(membership.determineMsUntilGone('a', 5_000)).toBe(15_000);
  expect(membership.determineMsUntilGone('a', 12_000)).toBe(8_000);
  membership.observe([lease('a', '1')], 13_000);
  expect(membership.determineMsUntilGone('a', 20_000)).toBe(8_000);
});

test('the next expiry is the earliest of those that are still to come', () => {
  const membership = new Membership(15_000);
  membership.observe([lease('a', '1')], 0);
  membership.observe([lease('a', '1'), lease('b', '1')], 4_000);

  expect(membership.findNextExpiryMs(5_000)).toBe(10_000);
  expect(membership.findNextExpiryMs(16_000)).toBe(3_000);
  expect(membership.findNextExpiryMs(20_000)).toBeUndefined();
  expect(membership.listStale(20_000, 4_000)).toEqual(['a']);
});
