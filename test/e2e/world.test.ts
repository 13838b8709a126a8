import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { untilPodsAreChanged } from '../../sandbox/berth/until-pods-are-changed.ts';
import { registryHost } from '../../sandbox/cluster/addresses.ts';
import type { ObservedRelease } from '../../src/engine/ports/world.ts';
import { createKubeClient, type KubeClient } from '../../src/kube/create-kube-client.ts';
import { createPodLogs } from '../../src/kube/create-pod-logs.ts';
import { createWorld, type RunningWorld } from '../../src/kube/world/create-world.ts';
import { createLogger } from '../../src/logger.ts';
import { useCluster } from '../helpers/cluster.ts';

const cluster = useCluster('web', 'busybox');
const policy = 't-world';
const web = `${registryHost}/berth/web:1`;
const busybox = `${registryHost}/berth/busybox:1.35`;
const soon = { timeout: 60_000, interval: 20 };
const log = createLogger({ level: 'silent', secrets: [] });
let folder: string;
let client: KubeClient;
let world: RunningWorld;
let changes: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-world-'));
  await cluster.apply('default', await renderPolicy());
  await untilPodsAreChanged(cluster.config, { prefix: cluster.nameNamespace('policy'), isPlaced: false });
});
afterAll(async () => {
  await cluster.kubectl('delete', 'mutatingadmissionpolicy,mutatingadmissionpolicybinding', `${policy}-berth-stamp`);
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  client = createKubeClient(cluster.config);
  world = createWorld({ client, log });
  changes = [];
  world.onChange((environment) => changes.push(environment));
});
afterEach(async () => {
  await world.stop();
  await client.close();
});

/** The policy of berth's own chart, under a name of this file. */
async function renderPolicy(): Promise<string> {
  return await cluster.helm('template', policy, 'deploy/berth', '--show-only', 'templates/policies/stamp.yaml');
}

/** Other tests have environments at the same time. */
function environmentOf(namespace: string): string {
  return `env-${namespace}`;
}

async function createEnvironment(name: string): Promise<string> {
  const namespace = await cluster.createNamespace(name);
  await cluster.kubectl('label', 'namespace', namespace, `berth.dev/environment=${environmentOf(namespace)}`);
  await cluster.kubectl('label', 'namespace', namespace, 'pod-security.kubernetes.io/enforce=baseline');
  await world.watchNamespace(namespace, environmentOf(namespace), new AbortController().signal);
  return namespace;
}

/** Installs a chart of these objects the way berth does, and reads them anew. */
async function install(namespace: string, release: string, ...objects: readonly object[]): Promise<ObservedRelease> {
  const chart = join(folder, `${namespace}-${release}`);
  await mkdir(join(chart, 'templates'), { recursive: true });
  await writeFile(join(chart, 'Chart.yaml'), JSON.stringify({ apiVersion: 'v2', name: release, version: '0.1.0' }));
  await writeFile(
    join(chart, 'templates', 'all.yaml'),
    objects.map((object) => JSON.stringify(object)).join('\n---\n'),
  );
  await cluster.helm('upgrade', '--install', release, chart, '-n', namespace, '--labels', 'berth.dev/digest=d1');
  await world.refreshRelease(namespace, release);
  return observe(namespace, release);
}

function observe(namespace: string, release: string): ObservedRelease {
  const observed = world.observe(namespace).releases.get(release);
  if (observed === undefined) throw new Error(`there is no release "${release}"`);
  return observed;
}

async function waitFor(namespace: string, release: string, readiness: object): Promise<void> {
  await vi.waitFor(() => expect(observe(namespace, release).readiness).toMatchObject(readiness), soon);
}

const pods = (name: string, container: object, more: object = {}) => ({
  metadata: { labels: { app: name, 'app.kubernetes.io/instance': name } },
  spec: { terminationGracePeriodSeconds: 0, containers: [{ name: 'main', ...container }], ...more },
});
const deployment = (name: string, container: object, more: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: { replicas: 1, selector: { matchLabels: { app: name } }, template: pods(name, container, more) },
});
const job = (name: string, command: string) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name },
  spec: {
    backoffLimit: 0,
    template: pods(name, { image: busybox, command: ['sh', '-c', command] }, { restartPolicy: 'Never' }),
  },
});

describe('a release', () => {
  test('is settling from the moment Helm has applied it, then ready, and its outputs are known', async () => {
    const namespace = await createEnvironment('ready');

    const applied = await install(
      namespace,
      'api',
      deployment('api', { image: web }),
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'outputs' }, data: { host: 'api' } },
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'login' }, stringData: { password: 'hunter2' } },
    );
    const { outputs, secrets } = world.observe(namespace);

    expect(applied).toMatchObject({ revision: 1, status: 'deployed', digest: 'd1', hasObjects: true });
    expect(applied.readiness.kind).toBe('settling');
    expect(outputs.get('configMap/outputs')).toEqual({ host: 'api' });
    expect(outputs.get('secret/login')).toEqual({ password: 'hunter2' });
    expect(secrets).toEqual(['hunter2']);
    await waitFor(namespace, 'api', { kind: 'ready' });
    expect(changes).toContain(environmentOf(namespace));
  });

  test('is never judged by a state older than the last upgrade', async () => {
    const namespace = await createEnvironment('upgrade');
    await install(namespace, 'api', deployment('api', { image: web }));
    await waitFor(namespace, 'api', { kind: 'ready' });

    for (let round = 0; round < 5; round += 1) {
      const env = [{ name: 'ROUND', value: String(round) }];
      const upgraded = await install(namespace, 'api', deployment('api', { image: web, env }));

      expect(upgraded.revision).toBe(round + 2);
      expect(upgraded.readiness.kind).toBe('settling');
      await waitFor(namespace, 'api', { kind: 'ready' });
    }
  });

  test('is gone as soon as Helm has removed it, and lingers until its pods have ended', async () => {
    const namespace = await createEnvironment('gone');
    const slow = { terminationGracePeriodSeconds: 3 };
    const sleeps = { image: busybox, command: ['sleep', '600'] };
    await install(namespace, 'api', deployment('api', sleeps, slow));
    await waitFor(namespace, 'api', { kind: 'ready' });

    await cluster.helm('uninstall', 'api', '-n', namespace);
    await world.refreshRelease(namespace, 'api');

    expect(world.observe(namespace).releases.size).toBe(0);
    expect([...world.observe(namespace).lingering]).toEqual(['api']);
    await vi.waitFor(() => expect(world.observe(namespace).lingering.size).toBe(0), soon);
  });
});

describe('what keeps a release from being ready is named', () => {
  test('an image that is not there', async () => {
    const namespace = await createEnvironment('image');
    const image = `${registryHost}/acme/none:1`;

    await install(namespace, 'api', deployment('api', { image }));

    await waitFor(namespace, 'api', { kind: 'failed', trouble: { reason: 'ImagePullFailed', image } });
  });

  test('a container that ends again and again, with its last lines; and not any more once it is mended', async () => {
    const namespace = await createEnvironment('crash');
    const command = ['sh', '-c', 'echo cannot reach the database; exit 3'];
    await install(namespace, 'api', deployment('api', { image: busybox, command }));

    await waitFor(namespace, 'api', { kind: 'failed', trouble: { reason: 'CrashLoop', object: 'Deployment/api' } });
    const { readiness } = observe(namespace, 'api');
    const logs = readiness.kind === 'failed' ? readiness.trouble.logs! : undefined;
    const lines = await createPodLogs(client).readLastLines({ namespace, ...logs!, lines: 10 });
    const mended = await install(namespace, 'api', deployment('api', { image: web }));

    expect(lines).toEqual(['cannot reach the database']);
    expect(mended.readiness).toMatchObject({ kind: 'settling', trouble: undefined });
    await waitFor(namespace, 'api', { kind: 'ready' });
  });

  test('a Job that fails, with its last lines; one that ends well is ready', async () => {
    const namespace = await createEnvironment('job');

    await install(namespace, 'migrate', job('migrate', 'echo column is missing; exit 1'));
    await install(namespace, 'seed', job('seed', 'echo done'));

    await waitFor(namespace, 'seed', { kind: 'ready' });
    await waitFor(namespace, 'migrate', {
      kind: 'failed',
      trouble: { reason: 'MigrationFailed', object: 'Job/migrate' },
    });
    const { readiness } = observe(namespace, 'migrate');
    const logs = readiness.kind === 'failed' ? readiness.trouble.logs! : undefined;
    const lines = await createPodLogs(client).readLastLines({ namespace, ...logs!, lines: 10 });
    expect(lines).toEqual(['column is missing']);
  });

  test('a hook that fails: Helm says that it did, its last lines say why', async () => {
    const namespace = await createEnvironment('hook');
    const hook = job('migrate', 'echo table is missing; exit 1');
    const annotations = { 'helm.sh/hook': 'pre-install' };

    await expect(
      install(namespace, 'api', { ...hook, metadata: { ...hook.metadata, annotations } }, job('seed', 'true')),
    ).rejects.toThrow('failed pre-install');
    await world.refreshRelease(namespace, 'api');

    expect(observe(namespace, 'api').status).toBe('failed');
    await vi.waitFor(() => expect(observe(namespace, 'api').hookLogs).toBeDefined(), soon);
    const lines = await createPodLogs(client).readLastLines({
      namespace,
      ...observe(namespace, 'api').hookLogs!,
      lines: 10,
    });
    expect(lines).toEqual(['table is missing']);
  });

  test('a Job that failed and took itself away since has failed; one that ended well is done', async () => {
    const namespace = await createEnvironment('ttl');
    const ofShortLife = (name: string, command: string) => {
      const { spec, ...rest } = job(name, command);
      return { ...rest, spec: { ...spec, ttlSecondsAfterFinished: 1 } };
    };

    await install(namespace, 'migrate', ofShortLife('migrate', 'exit 1'));
    await install(namespace, 'seed', ofShortLife('seed', 'true'));
    for (const name of ['migrate', 'seed']) {
      await cluster.kubectl('wait', '--for=delete', 'job', name, '-n', namespace, '--timeout=60s');
    }

    await waitFor(namespace, 'seed', { kind: 'ready' });
    await waitFor(namespace, 'migrate', {
      kind: 'failed',
      trouble: { reason: 'MigrationFailed', object: 'Job/migrate' },
    });
    await vi.waitFor(() => expect(world.observe(namespace).lingering.size).toBe(0), soon);
    expect(observe(namespace, 'migrate').readiness).toMatchObject({ kind: 'failed' });
  });

  test('a quota that leaves too little, whatever makes the pods; and not any more once less is asked for', async () => {
    const namespace = await createEnvironment('quota');
    const quota = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'environment' },
      spec: { hard: { 'requests.memory': '64Mi' } },
    };
    await cluster.apply(namespace, JSON.stringify(quota));
    const ask = (memory: string) => ({ image: web, resources: { requests: { memory } } });
    const stateful = (memory: string) => ({
      ...deployment('db', ask(memory)),
      kind: 'StatefulSet',
      spec: { ...deployment('db', ask(memory)).spec, serviceName: 'db' },
    });

    await install(namespace, 'api', deployment('api', ask('1Gi')));
    await install(namespace, 'db', stateful('1Gi'));

    await waitFor(namespace, 'api', { kind: 'failed', trouble: { reason: 'QuotaRefused', object: 'Deployment/api' } });
    await waitFor(namespace, 'db', { kind: 'failed', trouble: { reason: 'QuotaRefused', object: 'StatefulSet/db' } });
    await new Promise((resolve) => setTimeout(resolve, 1_100)); // warnings are dated in whole seconds
    await install(namespace, 'db', stateful('16Mi'));
    // A controller that tried once more in the very second of the upgrade leaves a warning that counts until there is a pod.
    await waitFor(namespace, 'db', { kind: 'ready' });
  });

  test('a pod that the namespace does not admit, and one that no node has room for', async () => {
    const namespace = await createEnvironment('admission');

    await install(namespace, 'api', deployment('api', { image: web }, { hostNetwork: true }));
    await install(namespace, 'big', deployment('big', { image: web, resources: { requests: { cpu: '640' } } }));

    await waitFor(namespace, 'api', { kind: 'failed', trouble: { reason: 'AdmissionRefused' } });
    await waitFor(namespace, 'big', { kind: 'settling', trouble: { reason: 'Unschedulable' } });
  });

  test('a Secret that is not there, until it is', async () => {
    const namespace = await createEnvironment('secret');
    const envFrom = [{ secretRef: { name: 'login' } }];

    await install(namespace, 'api', deployment('api', { image: web, envFrom }));

    await waitFor(namespace, 'api', { kind: 'settling', trouble: { reason: 'ContainerNotCreated' } });
    await cluster.kubectl('create', 'secret', 'generic', 'login', '-n', namespace);
    await waitFor(namespace, 'api', { kind: 'ready' });
  });
});

test('a claim that waits for its pod does not keep a release waiting', async () => {
  const namespace = await createEnvironment('claim');

  await install(namespace, 'data', {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } },
  });

  await waitFor(namespace, 'data', { kind: 'ready' });
});

test('a namespace that is no longer watched tells nothing of its Secrets', async () => {
  const namespace = await createEnvironment('forgotten');

  world.forgetNamespace(namespace);

  expect(world.observe(namespace)).toEqual({
    releases: new Map(),
    outputs: new Map(),
    lingering: new Set(),
    secrets: [],
  });
});

test('each change is told', async () => {
  const namespace = await createEnvironment('changes');
  const write = async (round: number) => {
    const outputs = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'outputs' },
      data: { round: String(round) },
    };
    await cluster.apply(namespace, JSON.stringify(outputs));
  };
  const readRound = () => world.observe(namespace).outputs.get('configMap/outputs')?.['round'];
  const told: (string | undefined)[] = [];
  world.onChange((environment) => {
    if (environment === environmentOf(namespace)) told.push(readRound());
  });

  for (let round = 0; round < 10; round += 1) await write(round);

  await vi.waitFor(() => expect(told).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']), soon);
});
