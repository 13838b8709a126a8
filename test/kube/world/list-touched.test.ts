import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { Metadata } from '../../../src/kube/objects/metadata.ts';
import { parseHelmRecord } from '../../../src/kube/world/helm-record.ts';
import { listTouched, type Watched } from '../../../src/kube/world/list-touched.ts';

const byHelm = { manager: 'helm', operation: 'Apply', time: '2026-11-21T10:00:00Z', fieldsV1: { 'f:spec': {} } };
const byHand = { manager: 'kubectl-edit', operation: 'Update', time: '2026-11-21T10:30:00Z', fieldsV1: {} };

test('an object that is as Helm left it is not listed', () => {
  expect(list([aDeployment()], { Deployment: aMetadata([byHelm]) })).toEqual([]);
});

test('an object that somebody wrote is listed with a mark of that', () => {
  const [first] = list([aDeployment()], { Deployment: aMetadata([byHelm, byHand]) });
  const later = { ...byHand, time: '2026-11-21T10:31:00Z' };
  const [second] = list([aDeployment()], { Deployment: aMetadata([byHelm, later]) });

  expect(first).toMatchObject({ object: { kind: 'Deployment', name: 'web' }, state: 'touched' });
  expect(second?.mark).not.toBe(first?.mark);
});

test.each(['Service', 'Secret', 'ConfigMap', 'Buoy'])('a %s that is not there is listed as missing', (kind) => {
  const apiVersion = kind === 'Buoy' ? 'harbour.dev/v1' : 'v1';

  expect(list([{ apiVersion, kind, metadata: { name: 'web' } }])).toMatchObject([{ state: 'missing' }]);
});

test('an object that nothing watches is listed as such', () => {
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'web' } };

  expect(list([account])).toMatchObject([{ state: 'untold' }]);
});

test.each<[string, object, Metadata | undefined]>([
  ['is to be ignored by its chart', aDeployment({ annotations: { 'berth.dev/drift': 'ignore' } }), undefined],
  [
    'somebody marked as to be ignored',
    aDeployment(),
    aMetadata([byHelm, byHand], { annotations: { 'berth.dev/drift': 'ignore' } }),
  ],
  ['is going', aDeployment(), aMetadata([byHelm, byHand], { deletionTimestamp: '2026-11-21T10:31:00Z' })],
  [
    'takes itself away',
    { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'web' }, spec: { ttlSecondsAfterFinished: 0 } },
    undefined,
  ],
  ['is in another namespace', aDeployment({ namespace: 'kube-system' }), undefined],
])('an object that %s is not listed', (_, object, metadata) => {
  expect(list([object], metadata && { Deployment: metadata })).toEqual([]);
});

test('nothing is listed of a revision that is not deployed', () => {
  expect(list([aDeployment()], {}, 'pending-upgrade')).toEqual([]);
});

function aDeployment(metadata: object = {}) {
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', ...metadata } };
}

function aMetadata(managedFields: readonly object[], more: object = {}): Metadata {
  return Metadata.parse({ name: 'web', namespace: 'shop', uid: 'u', resourceVersion: '1', managedFields, ...more });
}

/** What is listed of a release of these objects, where those of some kinds are there. */
function list(objects: readonly object[], there: Readonly<Record<string, Metadata>> = {}, status = 'deployed') {
  const manifest = objects.map((object) => JSON.stringify(object)).join('\n---\n');
  const release = gzipSync(JSON.stringify({ info: {}, manifest, namespace: 'shop' })).toString('base64');
  const record = parseHelmRecord({
    type: 'helm.sh/release.v1',
    metadata: {
      name: 'sh.helm.release.v1.web.v1',
      resourceVersion: '1',
      labels: { name: 'web', version: '1', status },
    },
    data: { release: Buffer.from(release).toString('base64') },
  });
  const reflect = (kind: string) => ({ get: () => there[kind] && { kind: 'values', metadata: there[kind] } });
  const kinds = ['Deployment', 'Service', 'Job'];
  const watched = {
    live: Object.fromEntries(kinds.map((kind) => [kind, reflect(kind)])),
    custom: { find: () => ({ kind: 'open', unstamped: new Set(), objects: reflect('Buoy') }) },
    secrets: { ...reflect('Secret'), list: () => [{ kind: 'helmRecord', name: '', record }] },
    configMaps: reflect('ConfigMap'),
  } as unknown as Watched;
  return listTouched('shop', watched).get('web') ?? [];
}
