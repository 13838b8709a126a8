import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { RawObject } from '../../../src/kube/raw-object.ts';
import { parseHelmRecord } from '../../../src/kube/world/helm-record.ts';

const real = JSON.parse(
  readFileSync(new URL('../../fixtures/kube/helm-record.json', import.meta.url), 'utf8'),
) as RawObject;

describe("Helm's record of a revision", () => {
  test('says which release and revision it is of, how it is, and what it was made from', () => {
    expect(parseHelmRecord(real)).toMatchObject({
      helmRelease: 'api',
      revision: 1,
      status: 'deployed',
      digest: '0123abcd',
    });
  });

  test('holds the objects that Helm applied, without those of hooks', () => {
    const content = parseHelmRecord(real)?.readContent();

    expect(content?.appliedAt).toMatch(/^2026-11-21T/);
    expect(content?.objects).toEqual([
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        name: 'settings',
        namespace: 'shop-pr-12',
        isShortLived: false,
        isDriftIgnored: false,
      },
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        name: 'api',
        namespace: 'shop-pr-12',
        isShortLived: false,
        isDriftIgnored: false,
      },
      {
        apiVersion: 'batch/v1',
        kind: 'Job',
        name: 'seed',
        namespace: 'shop-pr-12',
        isShortLived: true,
        isDriftIgnored: false,
      },
    ]);
  });

  test('is unpacked once, however often it is read', () => {
    const record = parseHelmRecord(real);

    expect(record?.readContent()).toBe(record?.readContent());
  });

  test('is not unpacked once another revision has taken its place', () => {
    const superseded = {
      ...real,
      metadata: { ...real.metadata, labels: { ...real.metadata.labels, status: 'superseded' } },
    };

    expect(parseHelmRecord(superseded)?.readContent()).toBeUndefined();
  });

  test('may have a status that is not known here', () => {
    const odd = { ...real, metadata: { ...real.metadata, labels: { ...real.metadata.labels, status: 'pondering' } } };

    expect(parseHelmRecord(odd)?.status).toBe('unknown');
  });

  test.each([
    ['is no base64', '%%%'],
    ['is not packed right', pack(Buffer.from([0x1f, 0x8b, 1, 2, 3]))],
    ['is no JSON', pack(gzipSync('nonsense'))],
    ['is of another form', pack(gzipSync('{"info":[]}'))],
    ['holds a manifest that is no YAML', pack(gzipSync(JSON.stringify({ info: {}, manifest: 'a: [' })))],
    [
      'holds a manifest that takes long to read',
      pack(gzipSync(JSON.stringify({ info: {}, manifest: '- a\n'.repeat(2_000_000) }))),
    ],
    ['is a bomb', pack(gzipSync(Buffer.alloc(64 * 1024 * 1024)))],
  ])('has no content when it %s', (_, release) => {
    expect(parseHelmRecord({ ...real, data: { release } })?.readContent()).toBeUndefined();
  });
});

test.each([
  ['another type', { ...real, type: 'Opaque' }],
  ['no version', { ...real, metadata: { ...real.metadata, labels: { name: 'api', status: 'deployed' } } }],
])('a Secret of %s is no record', (_, secret) => {
  expect(parseHelmRecord(secret)).toBeUndefined();
});

function pack(bytes: Buffer): string {
  return Buffer.from(bytes.toString('base64')).toString('base64');
}
