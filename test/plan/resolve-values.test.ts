import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resolveValues, type Outputs } from '../../src/plan/resolve-values.ts';
import { aManifest, aPlan, aProfile } from './inputs.ts';

const manifest = aManifest(`
version: 1
services:
  api:
    releases:
      postgres:
        chart: berth/postgres
        outputsFrom: [{ secretRef: { name: postgres } }, { configMapRef: { name: postgres } }]
      api:
        chart: ./api
        dependencies: [{ name: postgres }]
        values:
          replicas: 2
          url: postgres://<< postgres.outputs.USER >>:<< postgres.outputs.PASSWORD >>@db
          list: [a, { password: << postgres.outputs.PASSWORD >> }]
          number: << pr.number >>
`);
const release = aPlan({ manifest, profile: aProfile() }).releases.find(({ id }) => id === 'api/api')!;

describe('the values of a release', () => {
  test('are written with the outputs of what it depends on, and nothing else is changed', () => {
    const outputs: Outputs = new Map([
      ['secret/postgres', { PASSWORD: 's3cret' }],
      ['configMap/postgres', { USER: 'shop', PASSWORD: 'not this one' }],
    ]);

    expect(resolveValues(release, outputs)).toEqual({
      kind: 'values',
      values: { replicas: 2, url: 'postgres://shop:s3cret@db', list: ['a', { password: 's3cret' }], number: 42 },
      outputs: { '<< postgres.outputs.USER >>': 'shop', '<< postgres.outputs.PASSWORD >>': 's3cret' },
    });
  });

  test('leave the plan as it was', () => {
    const before = structuredClone(release);

    resolveValues(release, new Map([['secret/postgres', { USER: 'a', PASSWORD: 'b' }]]));

    expect(release).toEqual(before);
  });

  test.each([
    ['the object is not there', {}],
    ['the key is not there', { USER: 'shop' }],
    ['the key is empty', { USER: 'shop', PASSWORD: '' }],
  ])('wait while %s', (_, secret) => {
    const resolved = resolveValues(release, new Map([['secret/postgres', secret]]));

    expect(resolved).toMatchObject({ kind: 'waiting' });
    expect(JSON.stringify(resolved)).toContain('<< postgres.outputs.PASSWORD >>');
  });

  test('hold an output as text, whatever it contains', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (password) => {
        const resolved = resolveValues(
          release,
          new Map([['secret/postgres', { USER: '<< pr.sha >>', PASSWORD: password }]]),
        );

        expect(resolved).toMatchObject({
          values: { url: `postgres://<< pr.sha >>:${password}@db`, list: ['a', { password }] },
        });
      }),
    );
  });
});
