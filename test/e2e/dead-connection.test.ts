import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createKubeClient, type KubeClient } from '../../src/kube/create-kube-client.ts';
import type { RawObject } from '../../src/kube/raw-object.ts';
import { createReflector } from '../../src/kube/reflector/create-reflector.ts';
import { createLogger } from '../../src/logger.ts';
import { useCluster } from '../helpers/cluster.ts';

const cluster = useCluster();
const log = createLogger({ level: 'silent', secrets: [] });
const soon = { timeout: 20_000, interval: 20 };
let network: Awaited<ReturnType<typeof startNetwork>>;
let client: KubeClient;

/** Passes connections on to a server, until they are frozen: then nothing comes through, and nobody is told. */
async function startNetwork(target: URL) {
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    near.pipe(far);
    far.pipe(near);
    for (const socket of [near, far]) socket.on('error', () => undefined);
    pairs.add([near, far]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    countConnections: () => pairs.size,
    freeze: () => {
      for (const [near, far] of pairs) {
        near.unpipe(far).pause();
        far.unpipe(near).pause();
      }
    },
    close: async () => {
      for (const sockets of pairs) for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

beforeEach(async () => {
  const real = cluster.config.getCurrentCluster()!;
  network = await startNetwork(new URL(real.server));
  const config = new KubeConfig();
  config.loadFromClusterAndUser({ ...real, server: network.url }, cluster.config.getCurrentUser()!);
  client = createKubeClient(config);
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
    timing: { quietMs: 1_500, firstBackoffMs: 50 },
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
