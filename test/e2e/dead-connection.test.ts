import { CoreV1Api } from '@kubernetes/client-node';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createKubeClient, type KubeClient } from '../../src/kube/create-kube-client.ts';
import type { RawObject } from '../../src/kube/raw-object.ts';
import { createReflector } from '../../src/kube/reflector/create-reflector.ts';
import { createLogger } from '../../src/logger.ts';
import { useCluster } from '../helpers/cluster.ts';
import { leadThrough, startNetwork, type Network } from '../helpers/network.ts';

const cluster = useCluster();
const log = createLogger({ level: 'silent', secrets: [] });
const soon = { timeout: 20_000, interval: 20 };
let network: Network;
let client: KubeClient;

beforeEach(async () => {
  network = await startNetwork(new URL(cluster.config.getCurrentCluster()!.server));
  client = createKubeClient(leadThrough(network, cluster.config));
});
afterEach(async () => {
  await client.close();
  await network.close();
});

test('what hangs on a connection that died without a word goes on over another one', async () => {
  const namespace = await cluster.createNamespace('frozen');
  const names: string[] = [];
  const reflector = createReflector<RawObject>({
    client,
    path: `/api/v1/namespaces/${namespace}/configmaps`,
    project: (object) => object,
    onChange: ({ metadata }) => names.push(metadata.name),
    log,
    timing: { quietMs: 1_500, answerMs: 1_500, firstBackoffMs: 50 },
  });
  await reflector.whenSynced(AbortSignal.timeout(10_000));

  network.freeze();
  await cluster.kubectl('create', 'configmap', 'after', '-n', namespace);

  await vi.waitFor(() => expect(names).toContain('after'), soon);
  const { items } = await client.api(CoreV1Api).listNamespacedConfigMap({ namespace });
  expect(items.map(({ metadata }) => metadata?.name)).toContain('after');
  await reflector.stop();
});

test('hundreds of watches share a few connections', async () => {
  const namespace = await cluster.createNamespace('many');
  const told = new Set<number>();
  const reflectors = Array.from({ length: 250 }, (_, index) =>
    createReflector<RawObject>({
      client,
      path: `/api/v1/namespaces/${namespace}/configmaps`,
      fieldSelector: 'metadata.name=one',
      project: (object) => object,
      onChange: () => told.add(index),
      log,
    }),
  );
  await Promise.all(reflectors.map((reflector) => reflector.whenSynced(AbortSignal.timeout(30_000))));

  await cluster.kubectl('create', 'configmap', 'one', '-n', namespace);

  await vi.waitFor(() => expect(told.size).toBe(250), soon);
  expect(network.countConnections()).toBeLessThan(10);
  await Promise.all(reflectors.map((reflector) => reflector.stop()));
});

test('a watch goes on where it was when the API server is back, and misses nothing of the time between', async () => {
  const namespace = await cluster.createNamespace('away');
  const told: string[] = [];
  const reflector = createReflector<RawObject>({
    client,
    path: `/api/v1/namespaces/${namespace}/configmaps`,
    project: (object) => object,
    onChange: ({ metadata }, change) => told.push(`${change} ${metadata.name}`),
    log,
    timing: { firstBackoffMs: 50, longestBackoffMs: 200 },
  });
  await reflector.whenSynced(AbortSignal.timeout(10_000));
  await cluster.kubectl('create', 'configmap', 'before', '-n', namespace);
  await vi.waitFor(() => expect(told).toContain('set before'), soon);

  await network.goDown();
  await cluster.kubectl('create', 'configmap', 'between', '-n', namespace);
  await cluster.kubectl('delete', 'configmap', 'before', '-n', namespace);
  await network.comeUp();

  await vi.waitFor(() => expect(told.slice(-2)).toEqual(['set between', 'removed before']), soon);
  await reflector.stop();
});
