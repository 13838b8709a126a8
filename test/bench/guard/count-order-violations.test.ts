import { expect, test } from 'vitest';
import { countOrderViolations } from '../../../bench/guard/count-order-violations.ts';
import { buildGraph } from '../../../bench/graphs/build-graph.ts';

const graph = buildGraph('three', { base: [], left: ['base'], right: ['base'] }, { kind: 'none' });
const going = (name: string) => ({ kind: 'going', name }) as const;
const gone = (name: string) => ({ kind: 'gone', name }) as const;

test('what goes after all that depends on it has gone is in order', () => {
  const departures = [going('left'), going('right'), gone('right'), gone('left'), going('base'), gone('base')];

  expect(countOrderViolations(graph, departures)).toBe(0);
});

test('what is told to go while something that depends on it is still there is not in order', () => {
  const departures = [going('left'), gone('left'), going('base'), going('right'), gone('right'), gone('base')];

  expect(countOrderViolations(graph, departures)).toBe(1);
});

test('all at once is out of order for each that depends on another', () => {
  expect(countOrderViolations(graph, [going('base'), going('left'), going('right')])).toBe(2);
});
