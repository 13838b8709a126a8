import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createKubeClient, type KubeClient } from '../../../src/kube/create-kube-client.ts';
import { createReflector, type Reflector } from '../../../src/kube/reflector/create-reflector.ts';
import { startMultiplexedServer, type MultiplexedServer } from '../../helpers/multiplexed-server.ts';
import { log, seen, soon } from './use-reflector.ts';

let server: MultiplexedServer;
let client: KubeClient;
let reflector: Reflector<object>;
let watches: number;
let troubles: unknown[];

beforeEach(async () => {
  watches = 0;
  troubles = [];
  server = await startMultiplexedServer((request, response) => {
    response.setHeader('Content-Type', 'application/json');
    if (request.url.includes('watch=true')) {
      watches += 1;
      response.writeHead(200).write(''); // and nothing ever after
    } else response.end(JSON.stringify({ metadata: { resourceVersion: '1' }, items: [] }));
  });
  client = createKubeClient(server.config);
  reflector = createReflector<object>({
    client,
    path: '/api/v1/things',
    project: (object) => object,
    onChange: () => undefined,
    onTrouble: (trouble) => trouble !== undefined && troubles.push(trouble),
    log,
    timing: { quietMs: 100, answerMs: 2_000, firstBackoffMs: 10 },
  });
  await reflector.whenSynced(soon);
});
afterEach(async () => {
  await reflector.stop();
  await client.close();
  await server.close();
});

test('a watch on which nothing is said is begun anew over the same connection, and is no trouble', async () => {
  await vi.waitFor(() => expect(watches).toBeGreaterThan(4), seen);

  expect(server.network.countConnections()).toBe(1);
  expect(troubles).toEqual([]);
});

test('a watch that is not even answered when it is begun anew goes over another connection', async () => {
  await vi.waitFor(() => expect(watches).toBeGreaterThan(0), seen);
  server.network.freeze();
  const before = watches;

  await vi.waitFor(() => expect(watches).toBeGreaterThan(before), seen);

  expect(server.network.countConnections()).toBe(2);
});
