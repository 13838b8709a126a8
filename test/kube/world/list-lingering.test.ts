import { expect, test } from 'vitest';
import type { LiveKind, LiveObject } from '../../../src/kube/objects/live-object.ts';
import { liveKinds } from '../../../src/kube/world/live-kinds.ts';
import { listGoing, listLeftovers, listLingering } from '../../../src/kube/world/list-lingering.ts';

type Live = Parameters<typeof listLeftovers>[1];

function build(
  kind: LiveKind,
  name: string,
  more: { readonly metadata?: object; readonly status?: object } = {},
): LiveObject {
  const metadata = { name, namespace: 'shop', uid: `uid of ${name}`, resourceVersion: '1', ...more.metadata };
  return liveKinds[kind].schema.parse({
    kind,
    metadata,
    spec: {},
    ...(more.status !== undefined && { status: more.status }),
  });
}

/** What the caches hold when these objects are there. */
function list(...objects: readonly LiveObject[]): readonly string[] {
  return listBy(listLingering, objects);
}

function listBy(of: typeof listLingering, objects: readonly LiveObject[]): readonly string[] {
  const live = Object.fromEntries(
    Object.keys(liveKinds).map((kind) => [kind, { list: () => objects.filter((object) => object.kind === kind) }]),
  ) as unknown as Live;
  const custom = objects.filter(({ kind }) => !Object.hasOwn(liveKinds, kind));
  return [...of(listLeftovers('shop', live, custom))];
}

const ofRelease = (release: string) => ({ annotations: { 'meta.helm.sh/release-name': release } });
const instance = { labels: { 'app.kubernetes.io/instance': 'api' } };
const owner = (name: string) => ({ ownerReferences: [{ kind: 'ReplicaSet', name, uid: `uid of ${name}` }] });

test('a release lingers while workloads or claims of it are there', () => {
  const objects = [
    build('Deployment', 'api', { metadata: ofRelease('api') }),
    build('PersistentVolumeClaim', 'data', { metadata: ofRelease('db') }),
    build('Service', 'web', { metadata: ofRelease('web') }),
  ];

  expect(list(...objects)).toEqual(['api', 'db']);
});

test('a release lingers while pods of it run, though what made them is gone', () => {
  const pod = build('Pod', 'api-1', { metadata: { ...instance, ...owner('gone') }, status: { phase: 'Running' } });

  expect(list(pod)).toEqual(['api']);
});

test('a pod that has ended does not make it linger', () => {
  const pod = build('Pod', 'hook', { metadata: { ...instance, ...owner('gone') }, status: { phase: 'Succeeded' } });

  expect(list(pod)).toEqual([]);
});

test('a pod of a hook that is there says nothing of the release', () => {
  const hook = build('Job', 'hook');
  const pod = build('Pod', 'hook-1', { metadata: { ...instance, ...owner('hook') }, status: { phase: 'Running' } });

  expect(list(hook, pod)).toEqual([]);
});

test('what a chart wants kept does not make its release linger', () => {
  const annotations = { 'meta.helm.sh/release-name': 'db', 'helm.sh/resource-policy': 'keep' };

  expect(list(build('PersistentVolumeClaim', 'data', { metadata: { annotations } }))).toEqual([]);
});

test.each(['Service', 'Ingress'] as const)(
  'a %s keeps its release from being gone while a finalizer holds it',
  (kind) => {
    const going = build(kind, 'web', { metadata: { ...ofRelease('web'), deletionTimestamp: '2026-05-04T10:00:00Z' } });

    expect(list(going)).toEqual(['web']);
    expect(listBy(listGoing, [going])).toEqual(['web']);
  },
);

test('a release is going while anything of it is being deleted, and not because it is still there', () => {
  const going = { ...ofRelease('api'), deletionTimestamp: '2026-05-04T10:00:00Z' };
  const objects = [
    build('Deployment', 'api', { metadata: going }),
    build('Deployment', 'web', { metadata: ofRelease('web') }),
  ];

  expect(listBy(listGoing, objects)).toEqual(['api']);
  expect(list(...objects)).toEqual(['api', 'web']);
});
