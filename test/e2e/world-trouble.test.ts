import { describe, expect, test, vi } from 'vitest';
import { registryHost } from '../../sandbox/cluster/addresses.ts';
import { createPodLogs } from '../../src/kube/create-pod-logs.ts';
import { useCluster } from '../helpers/cluster.ts';
import { soon, useWorld } from '../helpers/world.ts';
import { busybox, deployment, job, web } from '../helpers/workloads.ts';

const cluster = useCluster('web', 'busybox');
const stage = useWorld(cluster, 't-trouble');
const { signal } = new AbortController();

describe('what keeps a release from being ready is named', () => {
  test('an image that is not there', async () => {
    const namespace = await stage.createEnvironment('image');
    const image = `${registryHost}/acme/none:1`;

    await stage.install(namespace, 'api', deployment('api', { image }));

    await stage.waitFor(namespace, 'api', { kind: 'failed', trouble: { reason: 'ImagePullFailed', image } });
  });

  test('a container that ends again and again, with its last lines; and not any more once it is mended', async () => {
    const namespace = await stage.createEnvironment('crash');
    const command = ['sh', '-c', 'echo cannot reach the database; exit 3'];
    await stage.install(namespace, 'api', deployment('api', { image: busybox, command }));

    await stage.waitFor(namespace, 'api', {
      kind: 'failed',
      trouble: { reason: 'CrashLoop', object: 'Deployment/api' },
    });
    const { readiness } = stage.observe(namespace, 'api');
    const logs = readiness.kind === 'failed' ? readiness.trouble.logs! : undefined;
    const lines = await createPodLogs(stage.client).readLastLines({ namespace, ...logs!, lines: 10 }, signal);
    const mended = await stage.install(namespace, 'api', deployment('api', { image: web }));

    expect(lines).toEqual(['cannot reach the database']);
    expect(mended.readiness).toMatchObject({ kind: 'settling', trouble: undefined });
    await stage.waitFor(namespace, 'api', { kind: 'ready' });
  });

  test('a Job that fails, with its last lines; one that ends well is ready', async () => {
    const namespace = await stage.createEnvironment('job');

    await stage.install(namespace, 'migrate', job('migrate', 'echo column is missing; exit 1'));
    await stage.install(namespace, 'seed', job('seed', 'echo done'));

    await stage.waitFor(namespace, 'seed', { kind: 'ready' });
    await stage.waitFor(namespace, 'migrate', {
      kind: 'failed',
      trouble: { reason: 'MigrationFailed', object: 'Job/migrate' },
    });
    const { readiness } = stage.observe(namespace, 'migrate');
    const logs = readiness.kind === 'failed' ? readiness.trouble.logs! : undefined;
    const lines = await createPodLogs(stage.client).readLastLines({ namespace, ...logs!, lines: 10 }, signal);
    expect(lines).toEqual(['column is missing']);
  });

  test('a hook that fails: Helm says that it did, its last lines say why', async () => {
    const namespace = await stage.createEnvironment('hook');
    const hook = job('migrate', 'echo table is missing; exit 1');
    const annotations = { 'helm.sh/hook': 'pre-install' };

    await expect(
      stage.install(namespace, 'api', { ...hook, metadata: { ...hook.metadata, annotations } }, job('seed', 'true')),
    ).rejects.toThrow('failed pre-install');
    await stage.world.refreshRelease(namespace, 'api');

    expect(stage.observe(namespace, 'api').status).toBe('failed');
    await vi.waitFor(() => expect(stage.observe(namespace, 'api').hookLogs).toBeDefined(), soon);
    const lines = await createPodLogs(stage.client).readLastLines(
      { namespace, ...stage.observe(namespace, 'api').hookLogs!, lines: 10 },
      signal,
    );
    expect(lines).toEqual(['table is missing']);
  });

  test('a Job that failed and took itself away since has failed; one that ended well is done', async () => {
    const namespace = await stage.createEnvironment('ttl');
    const ofShortLife = (name: string, command: string) => {
      const { spec, ...rest } = job(name, command);
      return { ...rest, spec: { ...spec, ttlSecondsAfterFinished: 1 } };
    };

    await stage.install(namespace, 'migrate', ofShortLife('migrate', 'exit 1'));
    await stage.install(namespace, 'seed', ofShortLife('seed', 'true'));
    for (const name of ['migrate', 'seed']) {
      await cluster.kubectl('wait', '--for=delete', 'job', name, '-n', namespace, '--timeout=60s');
    }

    await stage.waitFor(namespace, 'seed', { kind: 'ready' });
    await stage.waitFor(namespace, 'migrate', {
      kind: 'failed',
      trouble: { reason: 'MigrationFailed', object: 'Job/migrate' },
    });
    await vi.waitFor(() => expect(stage.world.observe(namespace).lingering.size).toBe(0), soon);
    expect(stage.observe(namespace, 'migrate').readiness).toMatchObject({ kind: 'failed' });
  });

  test('a quota that leaves too little, whatever makes the pods; and not any more once less is asked for', async () => {
    const namespace = await stage.createEnvironment('quota');
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

    await stage.install(namespace, 'api', deployment('api', ask('1Gi')));
    await stage.install(namespace, 'db', stateful('1Gi'));

    await stage.waitFor(namespace, 'api', {
      kind: 'failed',
      trouble: { reason: 'QuotaRefused', object: 'Deployment/api' },
    });
    await stage.waitFor(namespace, 'db', {
      kind: 'failed',
      trouble: { reason: 'QuotaRefused', object: 'StatefulSet/db' },
    });
    await new Promise((resolve) => setTimeout(resolve, 1_100)); // warnings are dated in whole seconds
    await stage.install(namespace, 'db', stateful('16Mi'));
    // A controller that tried once more in the very second of the upgrade leaves a warning that counts until there is a pod.
    await stage.waitFor(namespace, 'db', { kind: 'ready' });
  });

  test('a pod that the namespace does not admit, and one that no node has room for', async () => {
    const namespace = await stage.createEnvironment('admission');

    await stage.install(namespace, 'api', deployment('api', { image: web }, { hostNetwork: true }));
    await stage.install(namespace, 'big', deployment('big', { image: web, resources: { requests: { cpu: '640' } } }));

    await stage.waitFor(namespace, 'api', { kind: 'failed', trouble: { reason: 'AdmissionRefused' } });
    await stage.waitFor(namespace, 'big', { kind: 'settling', trouble: { reason: 'Unschedulable' } });
  });

  test('a Secret that is not there, until it is', async () => {
    const namespace = await stage.createEnvironment('secret');
    const envFrom = [{ secretRef: { name: 'login' } }];

    await stage.install(namespace, 'api', deployment('api', { image: web, envFrom }));

    await stage.waitFor(namespace, 'api', { kind: 'settling', trouble: { reason: 'ContainerNotCreated' } });
    await cluster.kubectl('create', 'secret', 'generic', 'login', '-n', namespace);
    await stage.waitFor(namespace, 'api', { kind: 'ready' });
  });
});
