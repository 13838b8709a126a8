import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findCycles } from '../../../src/manifest/checks/find-cycles.ts';

const graph = fc
  .array(fc.array(fc.nat(9), { maxLength: 4 }), { minLength: 10, maxLength: 10 })
  .map((rows) => new Map(rows.map((others, node) => [String(node), others.map(String)])));

describe('cycles', () => {
  test('are told as the way round, beginning with what comes first', () => {
    const knots = new Map([
      ['x', ['b']],
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['a']],
      ['d', ['e']],
      ['e', ['d']],
      ['f', ['f']],
    ]);

    expect(findCycles(knots)).toEqual([
      ['a', 'b', 'c', 'a'],
      ['d', 'e', 'd'],
      ['f', 'f'],
    ]);
  });

  test('are ways that exist, and each node is on one at most', () => {
    fc.assert(
      fc.property(graph, (edges) => {
        const cycles = findCycles(edges);

        for (const cycle of cycles) {
          for (const [index, node] of cycle.slice(0, -1).entries()) expect(edges.get(node)).toContain(cycle[index + 1]);
        }
        const nodes = cycles.flatMap((cycle) => cycle.slice(1));
        expect(new Set(nodes).size).toBe(nodes.length);
      }),
    );
  });

  test('are found exactly if the nodes cannot be put in order', () => {
    fc.assert(fc.property(graph, (edges) => (findCycles(edges).length === 0) === canBeOrdered(edges)));
  });

  test('are none where everything points one way', () => {
    fc.assert(
      fc.property(graph, (edges) => {
        const forward = new Map([...edges].map(([node, others]) => [node, others.filter((other) => other > node)]));

        expect(findCycles(forward)).toEqual([]);
      }),
    );
  });
});

/** The simplest way to say it: each node may reach itself by no way. */
function canBeOrdered(edges: ReadonlyMap<string, readonly string[]>): boolean {
  return ![...edges.keys()].some((start) => {
    const reached = new Set<string>();
    const queue = [...(edges.get(start) ?? [])];
    for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
      if (reached.has(node)) continue;
      reached.add(node);
      queue.push(...(edges.get(node) ?? []));
    }
    return reached.has(start);
  });
}
