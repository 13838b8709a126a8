import { expect, test } from 'vitest';
import type { BenchRelease } from '../../../../bench/graphs/bench-graph.ts';
import { orderReleases } from '../../../../bench/peers/helm/order-releases.ts';

test('each release comes after its dependencies, and otherwise as the graph lists them', () => {
  const names = order({ web: ['api', 'cache'], api: ['db'], other: [], cache: [], db: [] });

  expect(names).toEqual(['db', 'api', 'cache', 'web', 'other']);
});

test('a graph that cannot be ordered says why', () => {
  expect(() => order({ a: ['b'], b: ['a'] })).toThrow('ordering graph "probe": "a" depends on itself');
  expect(() => order({ a: ['x'] })).toThrow('ordering graph "probe": there is no release "x"');
});

function order(shape: Readonly<Record<string, readonly string[]>>): readonly string[] {
  const releases = Object.entries(shape).map(([name, dependencies]): BenchRelease => ({
    name,
    dependencies,
    chart: '/charts/settings',
    values: {},
  }));
  return orderReleases({ name: 'probe', releases }).map(({ name }) => name);
}
