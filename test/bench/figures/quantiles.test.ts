import { expect, test } from 'vitest';
import { determineMedian, determineQuantile } from '../../../bench/figures/quantiles.ts';

test.each([
  [[3], 3],
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2.5],
  [[1, 1, 100], 1],
])('the median of %j is %d', (values, median) => {
  expect(determineMedian(values)).toBe(median);
});

test.each([
  [0, 10],
  [0.5, 30],
  [0.9, 46],
  [1, 50],
])('the quantile %d lies between values in proportion', (share, value) => {
  expect(determineQuantile([50, 10, 40, 20, 30], share)).toBeCloseTo(value);
});

test('nothing has no median', () => {
  expect(determineMedian([])).toBeNaN();
});
