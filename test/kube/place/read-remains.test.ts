import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readRemains } from '../../../src/kube/place/read-remains.ts';
import { refuse, startApiServer } from '../api-server.ts';

const nowMs = Date.UTC(2026, 0, 1, 12);
let server: Awaited<ReturnType<typeof startApiServer>>;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: nowMs });
  server = await startApiServer();
  server.answerAlways('/api/v1/namespaces/shop-pr-1', (_, response) => refuse(response, 404, 'NotFound'));
});
afterEach(async () => {
  await server.close();
  vi.useRealTimers();
});

describe('a volume that outlives its namespace', () => {
  test('is waited for while whoever made it may still be deleting it', async () => {
    expect(await readLeft({ phase: 'Released', sinceSeconds: 29 })).toEqual([]);
  });

  test('is named with its phase and with who should have deleted it, once it has stayed for a while', async () => {
    expect(await readLeft({ phase: 'Released', sinceSeconds: 31 })).toEqual([
      { object: 'PersistentVolume/pvc-1', cause: 'Released, not deleted by csi.example.com' },
    ]);
  });

  test('is named also where nobody says who made it', async () => {
    expect(await readLeft({ phase: 'Available', sinceSeconds: 31, spec: {} })).toEqual([
      { object: 'PersistentVolume/pvc-1', cause: 'Available, not deleted by its provisioner' },
    ]);
  });

  test('is named at once where deleting it failed', async () => {
    expect(await readLeft({ phase: 'Failed', sinceSeconds: 0 })).toEqual([
      { object: 'PersistentVolume/pvc-1', cause: 'Failed, not deleted by csi.example.com' },
    ]);
  });

  test('was bound for long when its claim went a moment ago: that says nothing', async () => {
    expect(await readLeft({ phase: 'Bound', sinceSeconds: 3_600 })).toEqual([]);
  });

  test('is named with its finalizers where somebody has deleted it', async () => {
    const finalizers = ['kubernetes.io/pv-protection', 'csi.example.com/hold'];
    const deleted = (seconds: number) => ({ deletionTimestamp: ago(seconds), finalizers });

    expect(await readLeft({ phase: 'Released', sinceSeconds: 60, metadata: deleted(29) })).toEqual([]);
    expect(await readLeft({ phase: 'Released', sinceSeconds: 29, metadata: deleted(60) })).toEqual([]);
    expect(await readLeft({ phase: 'Released', sinceSeconds: 60, metadata: deleted(31) })).toEqual([
      { object: 'PersistentVolume/pvc-1', cause: 'finalizer kubernetes.io/pv-protection' },
      { object: 'PersistentVolume/pvc-1', cause: 'finalizer csi.example.com/hold' },
    ]);
  });
});

test('nothing is left where only volumes are that are to stay, or are of another', async () => {
  const retained = { persistentVolumeReclaimPolicy: 'Retain' };
  const foreign = { claimRef: { namespace: 'other', name: 'data' } };
  showVolume({ phase: 'Released', sinceSeconds: 60, spec: retained });
  expect(await read()).toEqual({ kind: 'nothing' });

  showVolume({ phase: 'Released', sinceSeconds: 60, spec: foreign });
  expect(await read()).toEqual({ kind: 'nothing' });
});

interface Shown {
  readonly phase: string;
  readonly sinceSeconds: number;
  readonly metadata?: object;
  readonly spec?: object;
}

async function readLeft(shown: Shown): Promise<unknown> {
  showVolume(shown);
  const remains = await read();
  return remains.kind === 'going' ? remains.blockers : remains.kind;
}

function showVolume({ phase, sinceSeconds, metadata, spec = { csi: { driver: 'csi.example.com' } } }: Shown): void {
  const volume = {
    metadata: { name: 'pvc-1', creationTimestamp: ago(86_400), ...metadata },
    spec: {
      claimRef: { namespace: 'shop-pr-1', name: 'data' },
      persistentVolumeReclaimPolicy: 'Delete',
      ...spec,
    },
    status: { phase, lastPhaseTransitionTime: ago(sinceSeconds) },
  };
  server.answerAlways('/api/v1/persistentvolumes', { kind: 'PersistentVolumeList', metadata: {}, items: [volume] });
}

function read() {
  return readRemains(server.client, 'shop-pr-1', { name: 'env-shop-1', uid: 'uid-1' });
}

function ago(seconds: number): string {
  return new Date(nowMs - seconds * 1_000).toISOString();
}
