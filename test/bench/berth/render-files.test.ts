import { expect, test } from 'vitest';
import { renderFiles } from '../../../bench/berth/render-files.ts';
import { buildGraph, changeRelease } from '../../../bench/graphs/build-graph.ts';
import { shapeChain, shapeWide } from '../../../bench/graphs/shapes.ts';
import { parseManifest } from '../../../src/manifest/parse-manifest.ts';

test.each([
  ['a chain', buildGraph('chain', shapeChain(3), { kind: 'pods' })],
  ['one that waits for fifty', buildGraph('wide', shapeWide(50), { kind: 'none' })],
])('%s becomes a manifest that berth takes', async (_, graph) => {
  const files = await renderFiles(graph);

  expect(parseManifest(files['.berth.yaml'] ?? '')).toMatchObject({ kind: 'manifest' });
});

test('the repository holds the charts that its manifest names, and no others', async () => {
  const files = await renderFiles(buildGraph('single', { one: [] }, { kind: 'none' }));

  expect(Object.keys(files).toSorted()).toEqual([
    '.berth.yaml',
    'charts/settings/Chart.yaml',
    'charts/settings/templates/settings.yaml',
    'charts/settings/values.yaml',
  ]);
  expect(files['.berth.yaml']).toContain('./charts/settings');
});

test('a changed release is all that differs between two manifests', async () => {
  const graph = buildGraph('pair', { one: [], two: ['one'] }, { kind: 'none' });

  const before = JSON.parse((await renderFiles(graph))['.berth.yaml'] ?? '') as object;
  const after = JSON.parse((await renderFiles(changeRelease(graph, 'two', 'new')))['.berth.yaml'] ?? '') as object;

  expect(after).toEqual({
    ...before,
    services: {
      graph: {
        releases: {
          one: { chart: './charts/settings', values: {} },
          two: { chart: './charts/settings', dependencies: [{ name: 'one' }], values: { change: 'new' } },
        },
      },
    },
  });
});
