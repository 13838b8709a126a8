import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatJson } from '../helpers/format-json.ts';
import { renderProblem } from '../../src/manifest/document/problem.ts';
import { parseProfiles } from '../../src/profile/parse-profiles.ts';
import { renderProfileSchema, type Profile } from '../../src/profile/profile.ts';

const environments = join(import.meta.dirname, '..', '..', 'environments');
const shipped = Object.fromEntries(
  readdirSync(environments)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => [file.replace('.yaml', ''), readFileSync(join(environments, file), 'utf8')]),
);

describe('the profiles in environments/', () => {
  test('are in order, and give one profile for each label', () => {
    expect(readProfiles(shipped).map(({ label }) => label)).toEqual(['preview', 'staging']);
  });

  test('refuse forks, privileged pods and charts from elsewhere unless an operator says otherwise', () => {
    for (const profile of readProfiles(shipped)) {
      expect(profile).toMatchObject({
        approval: { forks: 'never' },
        limits: { podSecurity: 'restricted' },
        charts: { allow: ['./**', 'berth/*'], repositories: {} },
        shared: { secrets: [], pullRequests: [] },
      });
    }
  });

  test('have a JSON Schema for editors that is the one the code checks by', async () => {
    await expect(await formatJson(renderProfileSchema())).toMatchFileSnapshot(join(environments, 'schema.json'));
  });
});

test('the profile of the design is accepted as it is written there', () => {
  const written = `
extends: base
label: preview
namespace: "<< repo.name >>-pr-<< pr.number >>"
host: "<< service.name >>-pr-<< pr.number >>-<< repo.name >>.preview.example.com"
approval: { roles: [admin, maintain, write], forks: never }
wait:     { checks: [ci], images: true }
services: all
limits:   { quota: { pods: 20 }, environments: { total: 50, perRepository: 10 } }
lifetime: { idle: 24h, total: 14d, warnBefore: 24h }
pods:     { nodeSelector: { pool: spot }, tolerations: [ { key: spot, operator: Exists } ] }
shared:   { environment: staging, secrets: [registry-pull], outputs: { billing: { url: https://billing.example.com } } }
charts:   { allow: [ ./**, berth/*, oci://ghcr.io/acme/* ] }
`;

  expect(readProfiles({ base: shipped['base'] ?? '', preview: written })).toMatchObject([{ label: 'preview' }]);
});

describe('a profile that extends another', () => {
  test('takes over what it does not say, key by key, and replaces lists as a whole', () => {
    const [profile] = readProfiles({
      ...shipped,
      preview: `${shipped['preview'] ?? ''}\nlimits: { quota: { pods: 10 } }\ncharts: { allow: [berth/*] }\n`,
    });

    expect(profile?.limits.quota).toMatchObject({ pods: '10', 'requests.memory': '4Gi' });
    expect(profile?.charts.allow).toEqual(['berth/*']);
  });

  test('takes away what it leaves empty', () => {
    const [profile] = readProfiles({
      ...shipped,
      preview: `${shipped['preview'] ?? ''}\nlimits: { quota: { pods: null } }\n`,
    });

    expect(profile?.limits.quota).not.toHaveProperty('pods');
  });

  test('reads spans of time as milliseconds', () => {
    const staging = readProfiles(shipped).find(({ label }) => label === 'staging');

    expect(staging?.lifetime).toEqual({ idleMs: 259_200_000, totalMs: 2_592_000_000, warnBeforeMs: 43_200_000 });
    expect(staging?.limits.releaseTimeoutMs).toBe(600_000);
  });
});

describe('what an operator is told', () => {
  const cases: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'unknown-keys': {
      base: `${shipped['base'] ?? ''}\naproval: {}\n`,
      preview: `${shipped['preview'] ?? ''}\nlimits: { environments: { totl: 3 } }\nlifetime: { idle: 1 day }\n`,
    },
    'missing-parts': { preview: 'label: preview\nlimits: { releases: 10 }\n' },
    names: {
      preview: `${shipped['preview'] ?? ''}\nhost: "<< pr.branch >>.example.com"\n`,
      staging: `${shipped['staging'] ?? ''}\nhost: "<< service.name >>_<< pr.number >>"\n`,
    },
    circle: { a: 'extends: b\n', b: 'extends: c\nlabel: x\n', c: 'extends: a\n' },
    'missing-base': { preview: 'extends: bass\nlabel: preview\n' },
    'same-label': { other: shipped['preview'] ?? '' },
    modes: { preview: `${shipped['preview'] ?? ''}\nservices: changed\nlifetime: { warnBefore: 14d }\n` },
    'not-yaml': { preview: 'label: [preview\n' },
  };

  test.each(Object.entries(cases))('%s', async (name, texts) => {
    const files = name === 'circle' || name === 'missing-parts' ? texts : { ...shipped, ...texts };

    await expect(tell(files)).toMatchFileSnapshot(`golden/${name}.txt`);
  });
});

function readProfiles(texts: Readonly<Record<string, string>>): readonly Profile[] {
  const parsed = parseProfiles(texts);
  if (parsed.kind === 'problems') throw new Error(tell(texts));
  return parsed.profiles;
}

function tell(texts: Readonly<Record<string, string>>): string {
  const parsed = parseProfiles(texts);
  return parsed.kind === 'problems' ? `${parsed.problems.map(renderProblem).join('\n')}\n` : 'accepted\n';
}
