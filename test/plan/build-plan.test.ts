import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildPlan, type PlanInputs } from '../../src/plan/build-plan.ts';
import { listTeardownOrder } from '../../src/plan/plan.ts';
import { aManifest, aPlan, aProfile, renderProblems, someFacts } from './inputs.ts';

const design = readFileSync(join(import.meta.dirname, '..', 'manifest', 'fixtures', 'design.yaml'), 'utf8');
const sharing = 'shared: { environment: staging, outputs: { billing: { url: "https://billing.example.com" } } }';

describe('the plan of the manifest in the design', () => {
  const plan = aPlan({ manifest: aManifest(design), profile: aProfile(sharing) });

  test('is the one that a reviewer can read', async () => {
    await expect(`${JSON.stringify(plan, null, 2)}\n`).toMatchFileSnapshot('golden/design.txt');
  });

  test('is the same whenever it is built', () => {
    expect(aPlan({ manifest: aManifest(design), profile: aProfile(sharing) })).toEqual(plan);
  });

  test('starts everything after what it depends on, and the longest way first', () => {
    expect(plan.releases.map(({ id }) => id)).toEqual(['api/postgres', 'api/redis', 'api/migrate', 'api/api']);
  });

  test('is taken down the other way round', () => {
    expect(listTeardownOrder(plan).map(({ id }) => id)).toEqual([
      'api/api',
      'api/migrate',
      'api/redis',
      'api/postgres',
    ]);
  });
});

describe('the sample shop', () => {
  const manifest = aManifest(readFileSync(join(import.meta.dirname, '../../sandbox/samples/shop/.berth.yaml'), 'utf8'));

  test('has both environments side by side on one pull request', () => {
    const preview = aPlan({ manifest, profile: aProfile('', 'preview') });
    const staging = aPlan({ manifest, profile: aProfile('', 'staging') });

    expect([preview.namespace, staging.namespace]).toEqual(['acme-shop-pr-42', 'acme-shop-staging-42']);
    expect(staging.releases.find(({ id }) => id === 'api/api')?.valuesFiles).toEqual(['api/values-staging.yaml']);
    expect(preview.releases.find(({ id }) => id === 'api/api')?.valuesFiles).toEqual([]);
    const hosts = [...preview.services, ...staging.services].map((service) => service.kind === 'here' && service.host);
    expect(new Set(hosts).size).toBe(4);
  });
});

describe('the graph', () => {
  test('makes a dependency on a service one on all its releases', () => {
    const manifest = aManifest(`
version: 1
services:
  web: { releases: { web: { chart: ./web, dependencies: [{ name: api }] } } }
  api: { releases: { cache: { chart: berth/redis }, api: { chart: ./api } } }
`);

    const plan = aPlan({ manifest, profile: aProfile() });

    expect(plan.releases.find(({ id }) => id === 'web/web')?.dependencies).toEqual(['api/cache', 'api/api']);
    expect(plan.releases.find(({ id }) => id === 'api/cache')?.dependents).toEqual(['web/web']);
  });

  test('lets other services see external outputs only, and releases of the same service all of them', () => {
    const manifest = aManifest(`
version: 1
services:
  web: { releases: { web: { chart: ./web, dependencies: [{ name: api }], values: { a: << api.outputs.KEY >> } } } }
  api:
    releases:
      postgres: { chart: ./p, outputsFrom: [{ secretRef: { name: inner } }] }
      server:
        chart: ./s
        dependencies: [{ name: postgres }]
        outputsFrom: [{ secretRef: { name: inner } }, { configMapRef: { name: outer }, scope: external }]
        values: { a: << postgres.outputs.KEY >> }
`);

    const { releases } = aPlan({ manifest, profile: aProfile() });

    const sourcesOf = (id: string): unknown =>
      releases.find((release) => release.id === id)?.bindings.flatMap(({ parts }) => parts);
    expect(sourcesOf('web/web')).toMatchObject([{ sources: [{ kind: 'configMap', name: 'outer' }] }]);
    expect(sourcesOf('api/server')).toMatchObject([{ sources: [{ kind: 'secret', name: 'inner' }] }]);
  });

  test('weighs releases by how long they took before', () => {
    const manifest = aManifest(`
version: 1
services:
  api: { releases: { quick: { chart: ./a }, slow: { chart: ./b }, last: { chart: ./c, dependencies: [{ name: quick }] } } }
`);

    const plan = aPlan({ manifest, profile: aProfile(), estimatesMs: { 'api/slow': 60_000, 'api/quick': 1_000 } });

    expect(plan.releases.map(({ id, remainingMs }) => [id, remainingMs])).toEqual([
      ['api/slow', 60_000],
      ['api/quick', 16_000],
      ['api/last', 15_000],
    ]);
  });
});

describe('implementations', () => {
  test('a choice on the pull request goes before the one in the manifest', () => {
    const facts = someFacts({ uses: { billing: 'mock' } });

    const plan = aPlan({ manifest: aManifest(design), profile: aProfile(), facts });

    expect(plan.services[1]).toMatchObject({ kind: 'here', releases: ['billing/billing'] });
    expect(plan.releases.find(({ id }) => id === 'api/api')?.dependencies).toContain('billing/billing');
    expect(plan.releases.find(({ id }) => id === 'api/api')?.bindings).toEqual([
      {
        path: ['billingUrl'],
        parts: [
          {
            reference: '<< billing.outputs.url >>',
            key: 'url',
            sources: [{ kind: 'configMap', name: 'billing-outputs' }],
          },
        ],
      },
    ]);
  });

  test("another pull request's environment is waited for only through its outputs", () => {
    const facts = someFacts({ uses: { billing: 'preview' } });

    const plan = aPlan({ manifest: aManifest(design), profile: aProfile('shared: { pullRequests: [acme/*] }'), facts });

    expect(plan.services[1]).toEqual({ kind: 'pullRequest', name: 'billing', repository: 'acme/billing', number: 12 });
    expect(plan.releases.find(({ id }) => id === 'api/api')?.bindings[0]?.parts).toEqual([
      {
        reference: '<< billing.outputs.url >>',
        key: 'url',
        sources: [{ kind: 'pullRequest', repository: 'acme/billing', number: 12, service: 'billing' }],
      },
    ]);
  });
});

describe('under "services: changed"', () => {
  const manifest = aManifest(`
version: 1
services:
  web:
    paths: [web/**]
    releases: { web: { chart: ./web, dependencies: [{ name: api }], values: { api: << api.outputs.url >> } } }
  api:
    paths: [api/**, '*.lock']
    releases: { api: { chart: ./api, outputsFrom: [{ configMapRef: { name: api }, scope: external }] } }
`);
  const profile = aProfile(
    'services: changed\nshared: { environment: live, outputs: { api: { url: "https://api" } } }',
  );

  test('only what the pull request changes is deployed, and finds the rest where it runs', () => {
    const plan = aPlan({ manifest, profile, facts: someFacts({ changedFiles: ['web/src/main.ts'] }) });

    expect(plan.releases.map(({ id, values }) => [id, values])).toEqual([['web/web', { api: 'https://api' }]]);
    expect(plan.services[1]).toEqual({ kind: 'environment', name: 'api', environment: 'live', url: 'https://api' });
  });

  test('a service that another one needs is deployed with it when both change', () => {
    const plan = aPlan({ manifest, profile, facts: someFacts({ changedFiles: ['web/a', 'yarn.lock'] }) });

    expect(plan.releases.map(({ id }) => id)).toEqual(['api/api', 'web/web']);
  });

  test('nothing is deployed when nothing changes', () => {
    expect(aPlan({ manifest, profile, facts: someFacts({ changedFiles: ['README.md'] }) }).releases).toEqual([]);
  });
});

describe('what an author is told', () => {
  const asks = aManifest(`
version: 1
services:
  api:
    url: https://<< service.host >>
    releases:
      redis: { chart: bitnamy/redis }
      postgres: { chart: oci://ghcr.io/evil/postgres }
      search: { chart: { git: evil/charts, path: search, ref: main } }
  web:
    url: https://<< service.host >>
    releases:
      redis: { chart: bitnami/redis }
  billing: { implementations: { shared: { environment: prod } } }
  orders: { implementations: { preview: { pullRequest: other/orders#3 } } }
`);
  const uses = aManifest(`
version: 1
services:
  api:
    releases:
      api:
        chart: ./api
        dependencies: [{ name: billing }]
        values: { a: << billing.outputs.ulr >>, b: { c: ["<< billing.url >>", "x << billing.host >>"] } }
  billing: { implementations: { shared: { environment: staging } } }
`);
  const cases: Readonly<Record<string, PlanInputs>> = {
    'beyond-the-profile': {
      manifest: asks,
      profile: aProfile(`
limits: { releases: 3 }
host: << repo.name >>-<< pr.number >>.example.com
charts: { allow: [./**, berth/*], repositories: { bitnami: "https://charts.example.com/bitnami" } }
`),
      facts: someFacts(),
    },
    'not-shared': { manifest: uses, profile: aProfile(sharing), facts: someFacts() },
    'unknown-choice': {
      manifest: aManifest(design),
      profile: aProfile(sharing),
      facts: someFacts({ uses: { billing: 'mok', biling: 'mock' } }),
    },
    'host-too-long': {
      manifest: aManifest(
        'version: 1\nservices: { api: { url: "https://<< service.host >>", releases: { api: { chart: ./a } } } }',
      ),
      profile: aProfile(`host: << service.name >>.${'sub.'.repeat(62)}example.com`),
      facts: someFacts(),
    },
  };

  test.each(Object.entries(cases))('%s', async (name, inputs) => {
    const built = buildPlan(inputs);

    await expect(built.kind === 'problems' ? renderProblems(built.problems) : 'planned\n').toMatchFileSnapshot(
      `golden/${name}.txt`,
    );
  });
});
