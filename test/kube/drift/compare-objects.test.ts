import { describe, expect, test } from 'vitest';
import { compareObjects } from '../../../src/kube/drift/compare-objects.ts';
import { renderPath } from '../../../src/kube/drift/field-path.ts';
import { ManagedFields } from '../../../src/kube/objects/touch.ts';

const container = { name: 'web', image: 'web:1', env: [{ name: 'MODE', value: 'fast' }], args: ['--port=80'] };
const owned = {
  'f:spec': {
    'f:replicas': {},
    'f:template': {
      'f:spec': {
        'f:containers': {
          'k:{"name":"web"}': { '.': {}, 'f:image': {}, 'f:env': { 'k:{"name":"MODE"}': { 'f:value': {} } } },
        },
      },
    },
  },
};

function aDeployment(changes: Partial<typeof container> = {}, more: object = {}) {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', labels: { app: 'web' }, ...more },
    spec: { replicas: 1, template: { spec: { containers: [{ ...container, ...changes }] } } },
  };
}

function compare(live: object, wanted: object, fieldsV1: object = owned) {
  const managedFields = ManagedFields.parse([
    { manager: 'helm', operation: 'Apply', fieldsV1: owned },
    { manager: 'kubectl-edit', operation: 'Update', fieldsV1 },
  ]);
  return compareObjects({ ...live }, { ...wanted }, managedFields);
}

describe('two objects that are the same', () => {
  test('differ in nothing', () => {
    expect(compare(aDeployment(), aDeployment())).toEqual([]);
  });

  test('may differ in what the API server keeps of them, and in their state', () => {
    const live = { ...aDeployment({}, { resourceVersion: '12', generation: 4 }), status: { replicas: 1 } };

    expect(compare(live, aDeployment({}, { resourceVersion: '9', generation: 5 }))).toEqual([]);
  });
});

describe('a field that is another', () => {
  test('is named as people write it, with who wrote it', () => {
    const image = {
      'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"web"}': { 'f:image': {} } } } } },
    };

    const differences = compare(aDeployment({ image: 'web:2' }), aDeployment(), image);

    expect(differences.map(({ path }) => renderPath(path))).toEqual(['spec.template.spec.containers[web].image']);
    expect(differences[0]?.writers.map(({ manager }) => manager)).toEqual(['helm', 'kubectl-edit']);
  });

  test('is found in an item of a list within another, by its key and not its place', () => {
    const env = [
      { name: 'ADDED', value: '1' },
      { name: 'MODE', value: 'slow' },
    ];
    const wanted = [env[0]!, { name: 'MODE', value: 'fast' }];

    expect(compare(aDeployment({ env }), aDeployment({ env: wanted })).map(({ path }) => renderPath(path))).toEqual([
      'spec.template.spec.containers[web].env[MODE].value',
    ]);
  });

  test('in a list without keys names the list', () => {
    const differences = compare(aDeployment({ args: ['--port=81'] }), aDeployment());

    expect(differences.map(({ path }) => renderPath(path))).toEqual(['spec.template.spec.containers[web].args']);
  });

  test('whose name holds dots is put in brackets', () => {
    const differences = compare(aDeployment({}, { annotations: { 'acme.dev/owner': 'a' } }), aDeployment());

    expect(differences.map(({ path }) => renderPath(path))).toEqual(['metadata.annotations']);
    const both = compare(
      aDeployment({}, { annotations: { 'acme.dev/owner': 'a' } }),
      aDeployment({}, { annotations: { 'acme.dev/owner': 'b' } }),
    );
    expect(both.map(({ path }) => renderPath(path))).toEqual(['metadata.annotations[acme.dev/owner]']);
  });
});

test('an item that was taken out of a list is named, and nobody is known to have done it', () => {
  const differences = compare(aDeployment({ env: [] }), aDeployment(), {});

  expect(differences.map(({ path }) => renderPath(path))).toEqual(['spec.template.spec.containers[web].env[MODE]']);
});

test('what somebody has as one covers all that is below', () => {
  const differences = compare(aDeployment({ image: 'web:2' }), aDeployment(), { 'f:spec': { 'f:template': {} } });

  expect(differences[0]?.writers.map(({ manager }) => manager)).toContain('kubectl-edit');
});

test('what fields hold is nowhere in the differences', () => {
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } };

  const differences = compareObjects(
    { ...secret, data: { A: 'c2VjcmV0' } },
    { ...secret, data: { A: 'b3RoZXI=' } },
    [],
  );

  expect(JSON.stringify(differences)).toBe('[{"path":["data","A"],"writers":[]}]');
});
