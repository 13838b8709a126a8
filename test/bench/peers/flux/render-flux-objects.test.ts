import { describe, expect, test } from 'vitest';
import { renderFluxSources, renderHelmRelease } from '../../../../bench/peers/flux/render-flux-objects.ts';

describe('a HelmRelease', () => {
  const release = { name: 'api', dependencies: ['db', 'cache'], chart: '/charts/settings', values: { change: 'x' } };
  const options = { namespace: 'place', sources: 'bench-flux', waitsAsHelm3: false };

  test('has the name, the values and the dependencies of the release, and shares the HelmChart of its chart', () => {
    expect(renderHelmRelease(release, options)).toMatchObject({
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata: { name: 'api', namespace: 'place' },
      spec: {
        releaseName: 'api',
        chartRef: { kind: 'HelmChart', name: 'settings', namespace: 'bench-flux' },
        dependsOn: [{ name: 'db' }, { name: 'cache' }],
        values: { change: 'x' },
      },
    });
  });

  test('waits as Helm 3 did only where that is asked for', () => {
    expect(renderHelmRelease(release, options)).not.toHaveProperty('spec.waitStrategy');
    expect(renderHelmRelease(release, { ...options, waitsAsHelm3: true })).toHaveProperty('spec.waitStrategy', {
      name: 'legacy',
    });
  });
});

test('charts come from one repository, a HelmChart each', () => {
  const objects = renderFluxSources({
    charts: ['/charts/settings', '/charts/workload'],
    namespace: 'bench-flux',
    url: 'http://127.0.0.1:1',
  });

  expect(objects).toMatchObject([
    {
      kind: 'HelmRepository',
      metadata: { name: 'charts', namespace: 'bench-flux' },
      spec: { url: 'http://127.0.0.1:1' },
    },
    { kind: 'HelmChart', spec: { chart: 'settings', sourceRef: { kind: 'HelmRepository', name: 'charts' } } },
    { kind: 'HelmChart', spec: { chart: 'workload', sourceRef: { kind: 'HelmRepository', name: 'charts' } } },
  ]);
});
