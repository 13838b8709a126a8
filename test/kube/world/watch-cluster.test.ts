import { afterEach, beforeEach, expect, test } from 'vitest';
import { watchCluster, type ClusterWatch } from '../../../src/kube/world/watch-cluster.ts';
import { createLogger } from '../../../src/logger.ts';
import { refuse, startApiServer } from '../api-server.ts';

const never = new AbortController().signal;
const classes = '/apis/storage.k8s.io/v1/storageclasses';
let server: Awaited<ReturnType<typeof startApiServer>>;
let cluster: ClusterWatch;

beforeEach(async () => {
  server = await startApiServer();
});
afterEach(async () => {
  await cluster.stop();
  await server.close();
});

test('storage classes are known before claims are judged', async () => {
  const asked = Promise.withResolvers<undefined>();
  const held = Promise.withResolvers<undefined>();
  const items = [{ metadata: { name: 'disk', uid: 'u', resourceVersion: '1' }, volumeBindingMode: 'Immediate' }];
  server.answerAlways(classes, (request, response) => {
    asked.resolve(undefined);
    if (request.url?.includes('watch=') === true) response.writeHead(200).flushHeaders();
    else void held.promise.then(() => response.end(JSON.stringify({ metadata: { resourceVersion: '1' }, items })));
  });
  watch();
  let isSynced = false;
  const synced = cluster.whenSynced(never).then(() => (isSynced = true));

  await Promise.all([...Object.values(cluster.live), cluster.warnings].map((one) => one.whenSynced(never)));
  await asked.promise;
  await new Promise((resolve) => setImmediate(resolve));
  expect(isSynced).toBe(false);
  held.resolve(undefined);
  await synced;

  expect(cluster.storageClasses.get('', 'disk')).toMatchObject({ volumeBindingMode: 'Immediate' });
});

test('they are not waited for where berth may not read them', async () => {
  server.answerAlways(classes, (_, response) => refuse(response, 403, 'Forbidden'));
  watch();

  await cluster.whenSynced(never);

  expect(cluster.storageClasses.list()).toEqual([]);
});

function watch(): void {
  const log = createLogger({ level: 'silent', secrets: [] });
  cluster = watchCluster({ client: server.client, log, onChange: () => undefined, onGone: () => undefined });
}
