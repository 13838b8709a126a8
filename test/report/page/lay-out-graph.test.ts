import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layOutGraph, nodeSize, type GraphNode } from '../../../src/report/page/lay-out-graph.ts';

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g');
const anyGraph: fc.Arbitrary<readonly GraphNode[]> = fc.array(
  fc.record({ id, dependencies: fc.array(id, { maxLength: 4 }) }),
  { maxLength: 8 },
);

describe('the layout of a graph', () => {
  test('puts what waits to the right of all that it waits for', () => {
    const { nodes } = layOutGraph([
      { id: 'web', dependencies: ['api'] },
      { id: 'api', dependencies: ['migrate', 'redis'] },
      { id: 'migrate', dependencies: ['postgres'] },
      { id: 'postgres', dependencies: [] },
      { id: 'redis', dependencies: [] },
    ]);
    const x = Object.fromEntries(nodes.map((node) => [node.id, node.x]));

    expect(x['postgres']).toBe(x['redis']);
    expect([x['migrate']! > x['postgres']!, x['api']! > x['migrate']!, x['web']! > x['api']!]).toEqual([
      true,
      true,
      true,
    ]);
  });

  test('draws every node once and in the picture, whatever depends on what, even in a circle', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const { nodes, width, height } = layOutGraph(graph);

        expect(nodes.map((node) => node.id).toSorted()).toEqual([...new Set(graph.map((node) => node.id))].toSorted());
        for (const { x, y } of nodes) {
          expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
          expect(x + nodeSize.width).toBeLessThanOrEqual(width);
          expect(y + nodeSize.height).toBeLessThanOrEqual(height);
        }
      }),
    );
  });

  test('lets no nodes overlap, and no line run backwards', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const { nodes, edges } = layOutGraph(graph);

        for (const one of nodes) {
          const over = nodes.filter(
            (other) => one !== other && one.x === other.x && Math.abs(one.y - other.y) < nodeSize.height,
          );
          expect(over).toEqual([]);
        }
        for (const { points } of edges) {
          expect(points.map(({ x }) => x)).toEqual(points.map(({ x }) => x).toSorted((a, b) => a - b));
        }
      }),
    );
  });

  test('leads a long line past the nodes between', () => {
    const { nodes, edges } = layOutGraph([
      { id: 'a', dependencies: [] },
      { id: 'b', dependencies: ['a'] },
      { id: 'c', dependencies: ['a', 'b'] },
    ]);
    const between = nodes.find((node) => node.id === 'b')!;
    const long = edges.find(({ points }) => points.length > 2)!.points;

    const bends = long.filter(({ x }) => x >= between.x && x <= between.x + nodeSize.width);
    expect(bends).toHaveLength(2);
    for (const { y } of bends) expect(y < between.y || y > between.y + nodeSize.height).toBe(true);
  });
});
