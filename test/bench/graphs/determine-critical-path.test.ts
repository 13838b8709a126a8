import { expect, test } from 'vitest';
import { determineCriticalPath } from '../../../bench/graphs/determine-critical-path.ts';

const release = (name: string, tookMs: number, ...dependencies: string[]) => ({ name, tookMs, dependencies });

test('the critical path of a chain is all of it', () => {
  const path = determineCriticalPath([release('c', 3, 'b'), release('a', 1), release('b', 2, 'a')]);

  expect(path).toEqual({ tookMs: 6, names: ['a', 'b', 'c'] });
});

test('the critical path is the chain that takes longest, however short others are in time', () => {
  const path = determineCriticalPath([
    release('quick', 1),
    release('slow', 50),
    release('after both', 5, 'quick', 'slow'),
    release('long way', 10, 'quick'),
    release('longer way', 20, 'long way'),
  ]);

  expect(path).toEqual({ tookMs: 55, names: ['slow', 'after both'] });
});

test('a graph of nothing takes nothing', () => {
  expect(determineCriticalPath([])).toEqual({ tookMs: 0, names: [] });
});
