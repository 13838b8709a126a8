import { expect, test } from 'vitest';
import { buildGraph } from '../../../bench/graphs/build-graph.ts';
import { shapeChain, shapeIndependent } from '../../../bench/graphs/shapes.ts';
import { splitGraph } from '../../../bench/graphs/split-graph.ts';

test('independent releases are split into parts that are not too large, and none is lost', () => {
  const parts = splitGraph(buildGraph('many', shapeIndependent(250), { kind: 'none' }), 100);

  expect(parts.map(({ releases }) => releases.length)).toEqual([100, 100, 50]);
  expect(new Set(parts.flatMap(({ releases }) => releases.map(({ name }) => name))).size).toBe(250);
});

test('what fits stays whole', () => {
  const graph = buildGraph('few', shapeIndependent(100), { kind: 'none' });

  expect(splitGraph(graph, 100)).toEqual([graph]);
});

test('what depends on each other stays together', () => {
  const graph = buildGraph('chain', shapeChain(150), { kind: 'none' });

  expect(splitGraph(graph, 100)).toEqual([graph]);
});
