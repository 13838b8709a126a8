import type { BenchGraph } from './bench-graph.ts';

/** Splits a graph of independent releases into parts of at most that many; one with dependencies stays whole. */
export function splitGraph(graph: BenchGraph, most: number): readonly BenchGraph[] {
  const { name, releases } = graph;
  if (releases.length <= most || releases.some(({ dependencies }) => dependencies.length > 0)) return [graph];
  const parts = Math.ceil(releases.length / most);
  return Array.from({ length: parts }, (_, index) => ({
    name: `${name}, part ${index + 1}`,
    releases: releases.slice(index * most, (index + 1) * most),
  }));
}
