import { expect, test } from 'vitest';
import { createReadiness } from '../../../bench/simulator/create-readiness.ts';
import { determineMedian } from '../../../bench/figures/quantiles.ts';

const draw = (seed: number, count: number) => {
  const next = createReadiness({ seed, medianMs: 3_000, spread: 0.5 });
  return Array.from({ length: count }, next);
};

test('the same seed draws the same times, another seed others', () => {
  expect(draw(7, 5)).toEqual(draw(7, 5));
  expect(draw(7, 5)).not.toEqual(draw(8, 5));
});

test('half of the times are below the median, and a few are far beyond it', () => {
  const times = draw(1, 10_000);

  expect(determineMedian(times)).toBeGreaterThan(2_900);
  expect(determineMedian(times)).toBeLessThan(3_100);
  expect(times.filter((time) => time > 3_000 * 2.3).length).toBeGreaterThan(300);
  expect(Math.min(...times)).toBeGreaterThan(0);
});
