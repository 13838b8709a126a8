import { expect, test } from 'vitest';
import { renderFigures } from '../../../bench/cluster/render-figures.ts';

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
