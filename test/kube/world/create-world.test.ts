import { afterEach, expect, test } from 'vitest';
import { createWorld, type RunningWorld } from '../../../src/kube/world/create-world.ts';
import { createLogger } from '../../../src/logger.ts';
import { refuse, startApiServer } from '../api-server.ts';

let server: Awaited<ReturnType<typeof startApiServer>>;
let world: RunningWorld;
afterEach(async () => {
  await world.stop();
  await server.close();
});

test('a namespace that berth may not look into is not waited for without end', async () => {
  server = await startApiServer();
  server.answerAlways('/api/v1/namespaces/shop/secrets', (_, response) => refuse(response, 403, 'Forbidden'));
  const log = createLogger({ level: 'silent', secrets: [] });
  world = createWorld({ client: server.client, log, knownWithinMs: 50 });
  const { signal } = new AbortController();

  await expect(world.watchNamespace('shop', 'env-shop', signal)).rejects.toMatchObject({
    reason: 'ApiUnavailable',
    message: 'watching namespace "shop": ApiUnavailable',
  });
});

test('a pass that ends meanwhile says nothing of the namespace', async () => {
  server = await startApiServer();
  server.answerAlways('/api/v1/namespaces/shop/secrets', (_, response) => refuse(response, 403, 'Forbidden'));
  world = createWorld({ client: server.client, log: createLogger({ level: 'silent', secrets: [] }) });
  const pass = new AbortController();

  const watching = world.watchNamespace('shop', 'env-shop', pass.signal);
  pass.abort(new Error('something else is wanted'));

  await expect(watching).rejects.toThrow('something else is wanted');
});
