import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Recollection } from '../../../src/engine/ports/world.ts';
import { createWorld, type RunningWorld } from '../../../src/kube/world/create-world.ts';
import { liveKinds } from '../../../src/kube/world/live-kinds.ts';
import { createLogger } from '../../../src/logger.ts';
import { startApiServer } from '../api-server.ts';

const soon = { timeout: 5_000, interval: 5 };
const complete = { type: 'Complete', status: 'True' };
const failed = { type: 'Failed', status: 'True', message: 'Job has reached the specified backoff limit' };
let server: Awaited<ReturnType<typeof startApiServer>>;
let world: RunningWorld;

beforeEach(async () => {
  server = await startApiServer();
  const others = Object.values(liveKinds).filter(({ plural }) => plural !== 'jobs');
  for (const { base, plural } of others) answerList(`${base}/${plural}`);
  answerList('/api/v1/events');
  answerList('/apis/storage.k8s.io/v1/storageclasses');
  answerList('/api/v1/namespaces/shop/configmaps');
  recordRevision(1, '2026-05-04T10:00:00Z');
  await begin();
});
afterEach(async () => {
  await world.stop();
  await server.close();
});

test('a Job that took itself away is remembered as it was last', async () => {
  await runJob([complete]);
  expect(readiness()).toEqual({ kind: 'ready' });

  await runJob([failed]);
  expect(readiness()).toMatchObject({ kind: 'failed', trouble: { reason: 'MigrationFailed', object: 'Job/migrate' } });

  await runJob([]);
  expect(readiness()).toMatchObject({ kind: 'settling', trouble: { object: 'Job/migrate' } });
});

test('one that went while the watch was cut off is, too', async () => {
  await startJob([complete]);
  server.forgetHistory();
  server.unseen(() => server.remove('migrate'));
  server.endWatches();

  await waitUntilGone();
  expect(readiness()).toEqual({ kind: 'ready' });
});

test('one that has ended stays what it is while it goes', async () => {
  await startJob([complete], { deletionTimestamp: '2026-05-04T10:05:00Z' });

  expect(readiness()).toMatchObject({ kind: 'ready' });
});

test('how one ended says nothing of the one that a later revision makes', async () => {
  world.forgetNamespace('shop');
  recordRevision(2, '2126-05-04T10:00:00Z');
  await watch();
  await runJob([complete]);

  expect(readiness()).toMatchObject({ kind: 'settling', trouble: undefined });
});

test('after a restart it is what is on record of the revision', async () => {
  await runJob([complete]);
  await world.stop();
  await begin();

  expect(readiness()).toMatchObject({ kind: 'settling' });
  expect(readiness({ kind: 'ready', digest: 'd1' })).toEqual({ kind: 'ready' });
  expect(readiness({ kind: 'failed', digest: 'd1', object: 'Job/migrate' })).toMatchObject({ kind: 'failed' });
  expect(readiness({ kind: 'failed', digest: 'd1', object: 'Job/other' })).toMatchObject({ kind: 'settling' });
  expect(readiness({ kind: 'ready', digest: 'd0' })).toMatchObject({ kind: 'settling' });
});

async function begin(): Promise<void> {
  world = createWorld({ client: server.client, log: createLogger({ level: 'silent', secrets: [] }) });
  await watch();
}

async function watch(): Promise<void> {
  await world.watchNamespace('shop', 'env-shop', new AbortController().signal);
}

async function runJob(conditions: readonly object[]): Promise<void> {
  await startJob(conditions);
  server.remove('migrate');
  await waitUntilGone();
}

async function startJob(conditions: readonly object[], more: object = {}): Promise<void> {
  const annotations = { 'meta.helm.sh/release-name': 'db' };
  server.set('migrate', { metadata: { uid: 'u', annotations, ...more }, status: { conditions } });
  await vi.waitFor(() => expect(hasObjects()).toBe(true), soon);
}

async function waitUntilGone(): Promise<void> {
  await vi.waitFor(() => expect(hasObjects()).toBe(false), soon);
}

function hasObjects(): boolean | undefined {
  return world.observe('shop').releases.get('db')?.hasObjects;
}

function readiness(recollection?: Recollection) {
  const recall = (helmRelease: string) => (helmRelease === 'db' ? recollection : undefined);
  return world.observe('shop', new Map(), recall).releases.get('db')?.readiness;
}

function recordRevision(version: number, appliedAt: string): void {
  const manifest = JSON.stringify({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'migrate' },
    spec: { ttlSecondsAfterFinished: 300 },
  });
  const release = { info: { last_deployed: appliedAt }, manifest, namespace: 'shop' };
  const packed = gzipSync(JSON.stringify(release)).toString('base64');
  const labels = { name: 'db', version: String(version), status: 'deployed', 'berth.dev/digest': 'd1' };
  answerList('/api/v1/namespaces/shop/secrets', {
    type: 'helm.sh/release.v1',
    metadata: { name: `sh.helm.release.v1.db.v${version}`, namespace: 'shop', resourceVersion: '1', labels },
    data: { release: Buffer.from(packed).toString('base64') },
  });
}

/** What is under the path is always the same, and a watch tells nothing. */
function answerList(path: string, ...items: readonly object[]): void {
  server.answerAlways(path, (request, response) => {
    if (request.url?.includes('watch=') === true) response.writeHead(200).flushHeaders();
    else response.end(JSON.stringify({ kind: 'List', metadata: { resourceVersion: '1' }, items }));
  });
}
