import { describe, expect, test, vi } from 'vitest';
import { useCluster } from '../helpers/cluster.ts';
import { soon, useWorld } from '../helpers/world.ts';
import { busybox, deployment, web } from '../helpers/workloads.ts';

const cluster = useCluster('web', 'busybox');
const stage = useWorld(cluster, 't-world');

describe('a release', () => {
  test('is settling from the moment Helm has applied it, then ready, and its outputs are known', async () => {
    const namespace = await stage.createEnvironment('ready');

    const applied = await stage.install(
      namespace,
      'api',
      deployment('api', { image: web }),
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'outputs' }, data: { host: 'api' } },
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'login' }, stringData: { password: 'hunter2' } },
    );
    const { outputs, secrets } = stage.world.observe(namespace);

    expect(applied).toMatchObject({ revision: 1, status: 'deployed', digest: 'd1', hasObjects: true });
    expect(applied.readiness.kind).toBe('settling');
    expect(outputs.get('configMap/outputs')).toEqual({ host: 'api' });
    expect(outputs.get('secret/login')).toEqual({ password: 'hunter2' });
    expect(secrets).toEqual(['hunter2']);
    await stage.waitFor(namespace, 'api', { kind: 'ready' });
    expect(stage.changes).toContain(stage.environmentOf(namespace));
  });

  test('is never judged by a state older than the last upgrade', async () => {
    const namespace = await stage.createEnvironment('upgrade');
    await stage.install(namespace, 'api', deployment('api', { image: web }));
    await stage.waitFor(namespace, 'api', { kind: 'ready' });

    for (let round = 0; round < 5; round += 1) {
      const env = [{ name: 'ROUND', value: String(round) }];
      const upgraded = await stage.install(namespace, 'api', deployment('api', { image: web, env }));

      expect(upgraded.revision).toBe(round + 2);
      expect(upgraded.readiness.kind).toBe('settling');
      await stage.waitFor(namespace, 'api', { kind: 'ready' });
    }
  });

  test('is gone as soon as Helm has removed it, and lingers until its pods have ended', async () => {
    const namespace = await stage.createEnvironment('gone');
    const slow = { terminationGracePeriodSeconds: 3 };
    const sleeps = { image: busybox, command: ['sleep', '600'] };
    await stage.install(namespace, 'api', deployment('api', sleeps, slow));
    await stage.waitFor(namespace, 'api', { kind: 'ready' });

    await cluster.helm('uninstall', 'api', '-n', namespace);
    await stage.world.refreshRelease(namespace, 'api');

    expect(stage.world.observe(namespace).releases.size).toBe(0);
    expect([...stage.world.observe(namespace).lingering]).toEqual(['api']);
    await vi.waitFor(() => expect(stage.world.observe(namespace).lingering.size).toBe(0), soon);
  });
});

test('a claim that waits for its pod does not keep a release waiting', async () => {
  const namespace = await stage.createEnvironment('claim');

  await stage.install(namespace, 'data', {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } },
  });

  await stage.waitFor(namespace, 'data', { kind: 'ready' });
});

test('a namespace that is no longer watched tells nothing of its Secrets', async () => {
  const namespace = await stage.createEnvironment('forgotten');

  stage.world.forgetNamespace(namespace);

  expect(stage.world.observe(namespace)).toEqual({
    releases: new Map(),
    outputs: new Map(),
    lingering: new Set(),
    going: new Set(),
    secrets: [],
  });
});

test('each change is told', async () => {
  const namespace = await stage.createEnvironment('changes');
  const write = async (round: number) => {
    const outputs = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'outputs' },
      data: { round: String(round) },
    };
    await cluster.apply(namespace, JSON.stringify(outputs));
  };
  const readRound = () => stage.world.observe(namespace).outputs.get('configMap/outputs')?.['round'];
  const told: (string | undefined)[] = [];
  stage.world.onChange((environment) => {
    if (environment === stage.environmentOf(namespace)) told.push(readRound());
  });

  for (let round = 0; round < 10; round += 1) await write(round);

  await vi.waitFor(() => expect(told).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']), soon);
});
