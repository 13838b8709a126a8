import { join } from 'node:path';
import { expect, test } from 'vitest';
import { registryHost } from '../../sandbox/cluster/addresses.ts';
import { useCluster } from '../helpers/cluster.ts';
import { repositoryRoot } from '../house/list-source-files.ts';

const cluster = useCluster('busybox');
const chart = join(repositoryRoot, 'charts/job');
const image = { repository: `${registryHost}/berth/busybox`, tag: '1.35' };

interface Job {
  readonly name: string;
  readonly uid: string;
}

test('a job runs once for one content: an upgrade that changes nothing keeps it, another value makes another', async () => {
  const namespace = await createNamespace('content');
  const values = { image, args: ['sh', '-c', 'echo "$GREETING" > /tmp/said && cat /tmp/said'], backoffLimit: 0 };
  const told = (greeting: string) => ({ ...values, secretEnv: { GREETING: greeting } });

  const first = await runToEnd(namespace, told('ahoy'));
  const same = await runToEnd(namespace, told('ahoy'));
  const other = await runToEnd(namespace, told('farewell'));

  expect(same).toEqual(first);
  expect(other.uid).not.toBe(first.uid);
  expect(await cluster.kubectl('logs', `job/${other.name}`, '-n', namespace)).toBe('farewell');
});

test('a job that failed is tried again by the next upgrade, and one that then succeeded stays', async () => {
  const namespace = await createNamespace('again');
  const values = { image, args: ['sh', '-c', 'test "$OPEN" = yes'], backoffLimit: 0, env: { OPEN: openHarbour } };
  await upgrade(namespace, values);
  await cluster.kubectl('wait', 'jobs', '--all', '-n', namespace, '--for=condition=Failed', '--timeout=30s');
  const failed = await readJob(namespace);

  await cluster.apply(namespace, harbour('yes'));
  const second = await runToEnd(namespace, values);
  const third = await runToEnd(namespace, values);

  expect(second.name).toBe(`${failed.name}-2`);
  expect(third).toEqual(second);
});

test('the longest name of a release leaves room for that of its Job', async () => {
  const namespace = await createNamespace('long');
  const release = 'a'.repeat(53);

  const { name } = await runToEnd(namespace, { image, args: ['true'] }, release);

  expect(name).toMatch(/^a{45}-[0-9a-f]{8}$/);
});

const openHarbour = { configMapKeyRef: { name: 'harbour', key: 'open', optional: true } };

function harbour(open: string): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'harbour' }, data: { open } });
}

async function createNamespace(name: string): Promise<string> {
  const namespace = await cluster.createNamespace(name);
  await cluster.kubectl('label', 'namespace', namespace, 'pod-security.kubernetes.io/enforce=restricted');
  return namespace;
}

async function runToEnd(namespace: string, values: object, release?: string): Promise<Job> {
  await upgrade(namespace, values, release);
  // Helm removes the Job of the content before; the apiserver answers for it until its pod is gone.
  await expect.poll(() => listJobs(namespace), { timeout: 30_000 }).toHaveLength(1);
  await cluster.kubectl('wait', 'jobs', '--all', '-n', namespace, '--for=condition=Complete', '--timeout=30s');
  return readJob(namespace);
}

async function upgrade(namespace: string, values: object, release = 'task'): Promise<void> {
  const set = Object.entries(values).map(([key, value]) => `--set-json=${key}=${JSON.stringify(value)}`);
  await cluster.helm('upgrade', '--install', release, chart, '-n', namespace, ...set);
}

async function readJob(namespace: string): Promise<Job> {
  const [job] = await listJobs(namespace);
  if (job === undefined) throw new Error(`listing the Jobs of namespace "${namespace}": there are none`);
  return job;
}

async function listJobs(namespace: string): Promise<readonly Job[]> {
  const text = await cluster.kubectl('get', 'jobs', '-n', namespace, '-o', 'json');
  const { items } = JSON.parse(text) as { items: { metadata: Job }[] };
  return items.map(({ metadata: { name, uid } }) => ({ name, uid }));
}
