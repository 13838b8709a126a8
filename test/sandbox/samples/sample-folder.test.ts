import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { sampleFolder } from '../../../sandbox/samples/sample-folder.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { repositoryRoot } from '../../house/list-source-files.ts';
import { aManifest, aPlan, aProfile } from '../../plan/inputs.ts';

const manifest = aManifest(readFileSync(join(sampleFolder, '.berth.yaml'), 'utf8'));

describe.each(['preview', 'staging'])('the sample repository under the shipped profile %s', (name) => {
  const plan = aPlan({ manifest, profile: aProfile('', name) });

  test('is a plan of two services and five releases, the database before the migrations before the API', () => {
    const ids = plan.releases.map(({ id }) => id);

    expect(plan.services.map((service) => service.name)).toEqual(['storefront', 'api']);
    expect(ids.toSorted()).toEqual(['api/api', 'api/migrate', 'api/postgres', 'api/redis', 'storefront/storefront']);
    expect(ids.filter((id) => /postgres|migrate|api\/api/.test(id))).toEqual([
      'api/postgres',
      'api/migrate',
      'api/api',
    ]);
  });

  test('names only charts and values files that are there', () => {
    expect(listFiles(plan).filter((file) => !existsSync(file))).toEqual([]);
  });

  test('uses only outputs that the built-in charts declare', () => {
    const used = plan.releases.flatMap(({ bindings }) =>
      bindings.flatMap(({ parts }) => parts.flatMap((part) => (typeof part === 'string' ? [] : [part.key]))),
    );

    expect([...new Set(used)].toSorted()).toEqual(['DATABASE_URL', 'REDIS_URL']);
    expect(used.filter((key) => !declaredOutputs().includes(key))).toEqual([]);
  });
});

function listFiles({ releases }: Plan): readonly string[] {
  return releases.flatMap(({ chart, valuesFiles }) => [
    ...valuesFiles.map((file) => join(sampleFolder, file)),
    ...(chart.kind === 'builtIn' ? [join(repositoryRoot, 'charts', chart.name, 'Chart.yaml')] : []),
    ...(chart.kind === 'local' ? [join(sampleFolder, chart.path, 'Chart.yaml')] : []),
  ]);
}

function declaredOutputs(): readonly string[] {
  return ['postgres', 'redis'].flatMap((name) => {
    const text = readFileSync(join(repositoryRoot, 'charts', name, 'Chart.yaml'), 'utf8');
    const { annotations } = load(text) as { annotations: Record<string, string> };
    const outputs = load(annotations['berth.dev/outputs'] ?? '') as { keys: Record<string, string> }[];
    return outputs.flatMap(({ keys }) => Object.keys(keys));
  });
}
