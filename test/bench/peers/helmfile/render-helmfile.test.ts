import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { renderHelmfile } from '../../../../bench/peers/helmfile/render-helmfile.ts';

test('a graph becomes one helmfile.yaml: the same charts and values, its dependencies as needs of the same namespace', () => {
  const chart = '/charts/settings';
  const releases = [
    { name: 'db', dependencies: [], chart, values: {} },
    { name: 'api', dependencies: ['db'], chart, values: { change: 'x' } },
  ];

  const text = renderHelmfile({
    graph: { name: 'probe', releases },
    namespace: 'place',
    locateValues: (release) => `/values/${release}.json`,
  });

  expect(parse(text)).toEqual({
    helmDefaults: expect.objectContaining({ wait: true, historyMax: 2, createNamespace: false }) as unknown,
    releases: [
      { name: 'db', namespace: 'place', chart, values: ['/values/db.json'] },
      { name: 'api', namespace: 'place', chart, values: ['/values/api.json'], needs: ['place/db'] },
    ],
  });
});
