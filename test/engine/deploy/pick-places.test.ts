import { expect, test } from 'vitest';
import { pickPlaces } from '../../../src/engine/deploy/pick-places.ts';

const placed = (...times: (number | undefined)[]) => times.map((placedAtMs) => ({ placedAtMs }));

test('a sweep makes sure of every place where there are few', () => {
  expect(pickPlaces(placed(3, 1, 2), 180_000)).toEqual(placed(1, 2, 3));
});

test('of many, it makes sure of those that it was longest ago for', () => {
  const many = placed(...Array.from({ length: 200 }, (_, index) => 1_000 - index));

  expect(pickPlaces(many, 180_000)).toEqual(placed(801, 802, 803));
});

test('what has no place yet is not made sure of', () => {
  expect(pickPlaces(placed(undefined, 5), 180_000)).toEqual(placed(5));
});

test('however often it sweeps, each sweep makes sure of one', () => {
  expect(pickPlaces(placed(2, 1), 10_000)).toEqual(placed(1));
});
