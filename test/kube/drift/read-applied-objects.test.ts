import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { KubeClient } from '../../../src/kube/create-kube-client.ts';
import { readAppliedObjects } from '../../../src/kube/drift/read-applied-objects.ts';

const release = { namespace: 'shop', helmRelease: 'web', revision: 3 };

test('what Helm applied is read as Helm reads it, and marked as Helm marks it', async () => {
  const manifest = `
---
# Source: web/templates/volume.yaml
apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web } }
spec: { mode: 0644, flag: yes, quoted: "0644", since: 2026-11-21, at: 12:30, size: 1_000 }
---
apiVersion: v1
kind: List
items:
  - { apiVersion: v1, kind: ConfigMap, metadata: { name: inner, annotations: { a: b } }, data: { k: v } }
---
# nothing but a comment
`;

  const objects = await readAppliedObjects(holding('deployed', manifest), release);

  expect(objects.map(({ kind, name }) => `${kind}/${name}`)).toEqual(['Pod/web', 'ConfigMap/inner']);
  expect(objects[0]?.object).toMatchObject({
    metadata: {
      namespace: 'shop',
      labels: { app: 'web', 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: { 'meta.helm.sh/release-name': 'web', 'meta.helm.sh/release-namespace': 'shop' },
    },
    spec: { mode: 0o644, flag: true, quoted: '0644', since: '2026-11-21', at: '12:30', size: 1_000 },
  });
  expect(objects[1]?.object).toMatchObject({ metadata: { annotations: { a: 'b' } }, data: { k: 'v' } });
});

test.each(['superseded', 'pending-upgrade', 'failed'])('nothing is read of a revision that is %s', async (status) => {
  const manifest = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web }\n';

  expect(await readAppliedObjects(holding(status, manifest), release)).toEqual([]);
});

/** A cluster with one record of Helm's. */
function holding(status: string, manifest: string): KubeClient {
  const packed = gzipSync(JSON.stringify({ info: {}, manifest, namespace: 'shop' })).toString('base64');
  const record = {
    metadata: { name: 'sh.helm.release.v1.web.v3', resourceVersion: '1', labels: { status } },
    data: { release: Buffer.from(packed).toString('base64') },
  };
  const open = (path: string) => {
    expect(path).toBe('/api/v1/namespaces/shop/secrets/sh.helm.release.v1.web.v3');
    return Promise.resolve(new Response(JSON.stringify(record)).body!);
  };
  return { open } as Partial<KubeClient> as KubeClient;
}
