import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CoreV1Api } from '@kubernetes/client-node';
import { afterEach, expect, test } from 'vitest';
import { determineComponentsFolder } from '../../sandbox/cluster/build/ensure-components.ts';
import type { RunningBerth } from '../../sandbox/demo/start-berth.ts';
import type { PullRequest } from '../../sandbox/github/state/pull-request.ts';
import { useBerth, type Stage } from '../helpers/berth.ts';
import { useBerthChart } from '../helpers/berth-chart.ts';
import { useCluster } from '../helpers/cluster.ts';
import { writeHelmWithLock, type LockedHelm } from '../helpers/helm-with-lock.ts';
import { findEnvironment, listDeployments, untilLive } from '../helpers/preview.ts';
import { openWebhookDoor, type WebhookDoor } from '../helpers/webhook-door.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});
const cluster = useCluster('web');
const berth = useBerth(cluster, useBerthChart(cluster, 'own'));
const frozen = new Set<number>();
// Before the berths are ended: one that is frozen cannot.
afterEach(() => {
  for (const pid of frozen) process.kill(pid, 'SIGCONT');
  frozen.clear();
});

const rounds = 6;
const leaseSeconds = 6;
/** A deploy takes about that long here: what happens within it happens in its midst. */
const deployMs = 6_000;
const wanted = { comments: 1, deployments: 1, pendingRecords: [] };

test('of two berths that share an installation either is killed or frozen at any moment, and the other goes on', async ({
  annotate,
}) => {
  const { stage, door, helm } = await open();
  const replicas: RunningBerth[] = [stage.berth, await stage.startReplica()];
  const ends: object[] = [];
  const holders = new Set<string>();

  for (let round = 0; round < rounds; round += 1) {
    door.lead(replicas.map(({ url }) => url));
    const pullRequests = await Promise.all([0, 1].map((index) => stage.openPullRequest(`round-${round}-${index}`)));
    for (const pullRequest of pullRequests) stage.github.actions.addLabel(pullRequest, stage.ada, 'preview');
    await sleep(Math.random() * deployMs);
    for (const one of pullRequests) holders.add((await findEnvironment(stage, one))?.status.holder?.identity ?? '');
    const [victim, survivor] = round % 4 < 2 ? [replicas[0], replicas[1]] : [replicas[1], replicas[0]];
    if (victim === undefined || survivor === undefined) throw new Error('there are two');
    door.lead([survivor.url]);
    const revive = round % 2 === 0 ? await kill(stage, victim) : freeze(victim);
    const tookMs = await Promise.all(pullRequests.map((one) => untilLive(stage, one)));
    replicas.splice(0, 2, survivor, await revive());
    ends.push(...(await Promise.all(pullRequests.map((one, index) => describeEnd(stage, one, tookMs[index] ?? 0)))));
    for (const one of pullRequests) stage.github.actions.removeLabel(one, stage.ada, 'preview');
  }

  expect(ends).toEqual(ends.map(() => ({ ...wanted, tookMs: expect.any(Number) as number })));
  expect(await helm.listOverlaps()).toEqual([]);
  expect(await helm.countRuns()).toBeGreaterThanOrEqual(rounds * 4);
  expect(holders.size).toBeGreaterThan(2);
  await annotate(JSON.stringify({ tookMs: ends.map((end) => Math.round(Number(Reflect.get(end, 'tookMs')))) }));
}, 590_000);

async function open(): Promise<{ readonly stage: Stage; readonly door: WebhookDoor; readonly helm: LockedHelm }> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-replicas-'));
  folders.push(folder);
  const helm = await writeHelmWithLock(folder, join(await determineComponentsFolder(cluster.paths.cache), 'helm'));
  const door = await openWebhookDoor();
  const settings = { HELM_PATH: helm.path, LEASE_SECONDS: String(leaseSeconds) };
  const stage = await berth.start({ webhookUrl: door.url, settings, sweepIntervalSeconds: 20 });
  return { stage, door, helm };
}

/** As when its node is lost: what comes in its place is another pod. */
async function kill(stage: Stage, victim: RunningBerth): Promise<() => Promise<RunningBerth>> {
  await victim.kill();
  return () => stage.startReplica();
}

/** It wakes up when the other has long gone on in its place, and has to notice. */
function freeze(victim: RunningBerth): () => Promise<RunningBerth> {
  process.kill(victim.pid, 'SIGSTOP');
  frozen.add(victim.pid);
  return () => {
    process.kill(victim.pid, 'SIGCONT');
    frozen.delete(victim.pid);
    return Promise.resolve(victim);
  };
}

async function describeEnd(stage: Stage, pullRequest: PullRequest, tookMs: number): Promise<object> {
  const namespace = stage.nameNamespace(pullRequest);
  const core = cluster.config.makeApiClient(CoreV1Api);
  const { items } = await core.listNamespacedSecret({ namespace, labelSelector: 'owner=helm' });
  const statuses = items.map(({ metadata }) => metadata?.labels?.['status'] ?? '');
  return {
    comments: pullRequest.comments.length,
    deployments: listDeployments(stage, pullRequest).length,
    pendingRecords: statuses.filter((status) => status.startsWith('pending')),
    tookMs,
  };
}
