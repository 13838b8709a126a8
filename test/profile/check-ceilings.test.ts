import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { parseManifest } from '../../src/manifest/parse-manifest.ts';
import { renderChart } from '../../src/manifest/schema/chart.ts';
import { aProfile, someFacts } from '../plan/inputs.ts';

const chart = fc.constantFrom(
  './charts/api',
  'berth/redis',
  'oci://ghcr.io/acme/web',
  'oci://ghcr.io/evil/web',
  'bitnami/redis',
  'other/redis',
);
const key = fc.constantFrom(
  'namespace',
  'host',
  'limits',
  'serviceAccount',
  'quota',
  'approval',
  'charts',
  'pods',
  'lifetime',
);
const profile = aProfile(`
limits: { releases: 2 }
charts: { allow: [./**, berth/*, oci://ghcr.io/acme/*], repositories: { bitnami: "https://charts.example.com" } }
`);

test('whatever a manifest asks for, what is planned stays within its profile', () => {
  const releases = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), chart, { minKeys: 1, maxKeys: 4 });

  fc.assert(
    fc.property(releases, (charts) => {
      const text = write({
        releases: Object.fromEntries(Object.entries(charts).map(([name, chart]) => [name, { chart }])),
      });
      const parsed = parseManifest(text);
      if (parsed.kind === 'problems') return; // a reserved name
      const built = buildPlan({ manifest: parsed.manifest, profile, facts: someFacts() });
      if (built.kind === 'problems') return;

      expect(built.plan.releases.length).toBeLessThanOrEqual(2);
      expect(built.plan.namespace).toBe('acme-shop-pr-42');
      for (const release of built.plan.releases) {
        expect(renderChart(release.chart)).toMatch(/^(\.\/|berth\/|oci:\/\/ghcr\.io\/acme\/)/);
      }
    }),
  );
});

test('no key of a profile is accepted in a manifest, at any level', () => {
  fc.assert(
    fc.property(key, fc.constantFrom('top', 'service', 'release'), (name, level) => {
      const extra = (at: string): object => (at === level ? { [name]: {} } : {});
      const service = { releases: { api: { chart: './api', ...extra('release') } }, ...extra('service') };

      expect(parseManifest(JSON.stringify({ version: 1, services: { api: service }, ...extra('top') })).kind).toBe(
        'problems',
      );
    }),
  );
});

function write(service: object): string {
  return JSON.stringify({ version: 1, services: { api: service } });
}
