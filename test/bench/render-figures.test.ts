import { expect, test } from 'vitest';
import { determineMedian } from '../../bench/figure.ts';
import { renderFigures } from '../../bench/render-figures.ts';

test.each([
  [[3], 3],
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2.5],
  [[1, 1, 100], 1],
])('the median of %j is %d', (values, median) => {
  expect(determineMedian(values)).toBe(median);
});

test('figures are a table with median and spread, and what misses its goal is said as plainly as what meets it', () => {
  const table = renderFigures([
    { what: 'up', unit: 's', values: [5.123, 4, 6], wanted: 15 },
    { what: 'memory', unit: 'MB', values: [1_400.4], wanted: 1_300 },
    { what: 'down', unit: 's', values: [2] },
  ]);

  expect(table).toBe(`| what | median | spread | wanted |
| --- | --- | --- | --- |
| up | 5.12 s | 4.00 s to 6.00 s | at most 15.00 s |
| memory | 1400 MB | 1400 MB to 1400 MB | at most 1300 MB (missed) |
| down | 2.00 s | 2.00 s to 2.00 s |  |
`);
});
