import { expect, test } from 'vitest';
import { parseProcessStat } from '../../../bench/processes/parse-process-stat.ts';

test('the name of a program may hold spaces and parentheses', () => {
  const text = '42 (a (b) c) S 7 42 42 0 -1 4194560 1 2 3 4 100 20 3 4 20 0 1 0 5 6000 512 18446744073709551615 1';

  expect(parseProcessStat(text)).toEqual([{ pid: 42, parent: 7, ticks: 127, pages: 512 }]);
});

test('what is not a process is passed over', () => {
  expect(parseProcessStat('')).toEqual([]);
});
