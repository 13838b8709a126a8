import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { parseManifest } from '../../src/manifest/parse-manifest.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { aProfile, someFacts } from './inputs.ts';

const fixtures = ['design', 'article', 'wrong-references'].map(readFixture);
const profiles = [
  aProfile('shared: { environment: staging, pullRequests: [acme/*], outputs: { billing: { url: 1 } } }'),
  aProfile(`
services: changed
shared: { environment: staging }
charts: { allow: ["**"], repositories: { upstart-charts: "https://charts.example.com" } }
`),
];
const names = ['api', 'postgres', 'billing', 'web', 'redis', 'own', 'mock', 'preview', 'constructor', 'toString', 'x'];
const keys = [
  'releases',
  'implementations',
  'use',
  'dependencies',
  'values',
  'outputsFrom',
  'chart',
  'url',
  'ready',
  'name',
];
const texts = [
  '',
  '<<',
  '<< api.url >>',
  '<< postgres.outputs.X >>',
  '\\<<',
  '../x',
  './x',
  'berth/x',
  'https://<< service.host >>:70000',
  'acme/x#1',
];
const replacement = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    0,
    -1,
    1e300,
    true,
    [],
    {},
    [[]],
    [{ name: 'api' }],
    { name: 'api' },
    { environment: 'staging' },
  ),
  fc.constantFrom<unknown>(...names, ...texts),
  fc.jsonValue({ maxDepth: 2 }),
);
const mutation = fc.record({
  steps: fc.array(fc.nat(12), { minLength: 1, maxLength: 9 }),
  kind: fc.constantFrom('replace', 'remove', 'rename', 'add'),
  key: fc.constantFrom(...names, ...keys),
  value: replacement,
});
type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

describe('whatever becomes of a manifest', () => {
  test('it is planned, or its author is told why not', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...fixtures),
        fc.array(mutation, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(...profiles),
        fc.dictionary(fc.constantFrom(...names), fc.constantFrom(...names), { maxKeys: 2 }),
        (manifest, mutations, profile, uses) => {
          const mutated = structuredClone(manifest);
          for (const change of mutations) mutate(mutated, change);
          const parsed = parseManifest(JSON.stringify(mutated, undefined, 1));
          const answer =
            parsed.kind === 'problems'
              ? parsed
              : buildPlan({ manifest: parsed.manifest, profile, facts: someFacts({ uses, changedFiles: ['api/x'] }) });

          if (answer.kind === 'plan') return;
          expect(answer.problems.length).toBeGreaterThan(0);
          for (const { message, hint, line } of answer.problems) {
            expect(message).toMatch(/^[^\n]+\.$/);
            expect(hint).toMatch(/^[^\n]+[.?]$/);
            expect(line).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

/** Follows the steps into the tree, each taken modulo what there is, and changes what stands there. */
function mutate(root: unknown, { steps, kind, key, value }: Mutation): void {
  let around = root as Record<string, unknown>;
  for (const [index, step] of steps.entries()) {
    const present = Object.keys(around);
    const at = present[step % Math.max(1, present.length)];
    const inner = at === undefined ? undefined : around[at];
    const isLast = index === steps.length - 1;
    if (at !== undefined && !isLast && typeof inner === 'object' && inner !== null) {
      around = inner as Record<string, unknown>;
      continue;
    }
    if (kind === 'add' || at === undefined) around[key] = structuredClone(value);
    else if (kind === 'replace') around[at] = structuredClone(value);
    else if (kind === 'remove') Reflect.deleteProperty(around, at);
    else around[key] = structuredClone(inner);
    return;
  }
}

function readFixture(name: string): unknown {
  return load(readFileSync(join(import.meta.dirname, '..', 'manifest', 'fixtures', `${name}.yaml`), 'utf8'));
}
