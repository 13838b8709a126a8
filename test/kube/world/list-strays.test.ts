import { expect, test } from 'vitest';
import type { LiveKind, LiveObject } from '../../../src/kube/objects/live-object.ts';
import { listByRelease, listStrays } from '../../../src/kube/world/list-strays.ts';
import { liveKinds } from '../../../src/kube/world/live-kinds.ts';
import { parseHelmManifest } from '../../../src/kube/world/parse-helm-manifest.ts';

const manifest = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: api }\n';
const before = '2026-05-04T09:59:58Z';

test('what an earlier revision made and the deployed one does not hold is left over', () => {
  expect(list(build('Deployment', 'api'), build('Deployment', 'extra'), build('Service', 'extra'))).toEqual([
    { apiVersion: 'apps/v1', kind: 'Deployment', name: 'extra', uid: 'uid of extra' },
    { apiVersion: 'v1', kind: 'Service', name: 'extra', uid: 'uid of extra' },
  ]);
});

test.each([
  ['of another release', { annotations: { 'meta.helm.sh/release-name': 'web' } }],
  ['of no release', { annotations: {} }],
  ['to be kept for its chart', { annotations: { ...ofRelease(), 'helm.sh/resource-policy': 'keep' } }],
  ['a hook', { annotations: { ...ofRelease(), 'helm.sh/hook': 'post-install' } }],
  ['made by another object', { ownerReferences: [{ kind: 'CronJob', name: 'x', uid: 'x' }] }],
  ['going already', { deletionTimestamp: before }],
  ['younger than the revision', { creationTimestamp: '2026-05-04T10:00:00Z' }],
  ['as old as the revision', { creationTimestamp: '2026-05-04T09:59:59Z' }],
])('what is %s is not', (_, metadata) => {
  expect(list(build('Job', 'extra', metadata))).toEqual([]);
});

function ofRelease(): Readonly<Record<string, string>> {
  return { 'meta.helm.sh/release-name': 'api' };
}

function build(kind: LiveKind, name: string, more: object = {}): LiveObject {
  const known = { name, namespace: 'shop', uid: `uid of ${name}`, resourceVersion: '1', creationTimestamp: before };
  return liveKinds[kind].schema.parse({ kind, metadata: { ...known, annotations: ofRelease(), ...more }, spec: {} });
}

/** What is left over in the namespace of a release whose deployed revision began at 9:59:59.5. */
function list(...objects: readonly LiveObject[]) {
  const live = Object.fromEntries(
    Object.keys(liveKinds).map((kind) => [kind, { list: () => objects.filter((object) => object.kind === kind) }]),
  ) as unknown as Parameters<typeof listByRelease>[1];
  const content = {
    appliedAt: '2026-05-04T09:59:59.5Z',
    objects: parseHelmManifest(manifest, 'shop'),
    ...{ chart: 'web', isInHook: false, failedHooks: [] },
  };
  return listStrays(content, listByRelease('shop', live).get('api') ?? []);
}
