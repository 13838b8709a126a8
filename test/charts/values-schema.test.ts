import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { chartNames, fullValues, leastValues, readChartFile, readDefaults } from './charts.ts';

const image = { repository: 'acme/api', tag: '1' };

describe.each(chartNames)('the values of berth/%s', (name) => {
  test('are described by a well-formed schema that all defaults conform to', () => {
    for (const values of [{}, leastValues[name] ?? {}, fullValues[name] ?? {}]) {
      expect(listProblems(name, { ...readDefaults(name), ...values })).toEqual([]);
    }
  });

  test('are those that have a default, and each is described', () => {
    const { properties = {} } = readSchema(name);

    expect(Object.keys(properties).sort()).toEqual(Object.keys(readDefaults(name)).sort());
    expect(Object.entries(properties).filter(([, { description }]) => description === undefined)).toEqual([]);
  });

  test('are known in full: an object either names its properties, or says what others hold', () => {
    expect(listOpenObjects(readSchema(name), '')).toEqual([]);
    expect(listProblems(name, { replicaCount: 3 })).toEqual(['/ must NOT have additional properties']);
  });
});

test.each([
  ['app', { image: { ...image, tag: 7 } }, '/image/tag must be string'],
  ['app', { image, port: 0 }, '/port must be >= 1'],
  ['app', { image, probes: { readiness: '/' } }, '/probes must NOT have additional properties'],
  ['mongodb', { cacheGigabytes: 0.1 }, '/cacheGigabytes must be >= 0.25'],
  ['postgres', { storage: { size: 'large' } }, '/storage/size must match pattern'],
  ['redis', { settings: { 'maxmemory 1mb\nrequirepass': 'x' } }, '/settings must match pattern'],
])('berth/%s refuses %j', (name, values, problem) => {
  expect(listProblems(name, values).join('\n')).toContain(problem);
});

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | object;
  readonly type?: string | readonly string[];
}

// An array of objects that Kubernetes describes, such as tolerations, is left to Kubernetes.
function listOpenObjects(schema: Schema, path: string): readonly string[] {
  const inside = Object.entries(schema.properties ?? {}).flatMap(([key, value]) =>
    listOpenObjects(value, `${path}/${key}`),
  );
  const isOpen = schema.type === 'object' && (schema.additionalProperties ?? true) === true;
  return isOpen ? [path, ...inside] : inside;
}

function listProblems(name: string, values: object): readonly string[] {
  const ajv = new Ajv({ strict: true, strictRequired: false, allowUnionTypes: true });
  ajv.validate(readSchema(name), values);
  return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message ?? ''}`);
}

function readSchema(name: string): Schema {
  return JSON.parse(readChartFile(name, 'values.schema.json')) as Schema;
}
