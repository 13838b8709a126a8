import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useCluster } from '../helpers/cluster.ts';
import { repositoryRoot } from '../house/list-source-files.ts';

const cluster = useCluster('web', 'busybox');
const chart = join(repositoryRoot, 'test/fixtures/charts/shelf');
const busybox = 'localhost:21500/berth/busybox:1.35';

test('pods reach each other by Service name, in their own and in another namespace, and nothing outside the cluster', async () => {
  const [home, other] = [await cluster.createNamespace('home'), await cluster.createNamespace('other')];
  await cluster.helm(
    'install',
    'near',
    chart,
    '-n',
    home,
    '--set',
    'host=near.localhost',
    '--wait',
    '--timeout',
    '60s',
  );

  const ask = (namespace: string, command: string) => runJob(namespace, ['sh', '-c', command]);

  expect(await ask(home, 'wget -qO- http://near/here')).toContain('"path": "/here"');
  expect(await ask(other, `wget -qO- http://near.${home}.svc.cluster.local/there`)).toContain('"path": "/there"');
  expect(await ask(other, 'nslookup example.com >/dev/null 2>&1 || echo unknown')).toContain('unknown');
  expect(await ask(other, 'wget -T 2 -qO- http://192.0.2.1/ 2>&1 || echo unreachable')).toContain('unreachable');
  expect(await ask(other, "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc kubernetes.default 443")).toContain(
    'Client sent an HTTP request to an HTTPS server',
  );
});

test('what a pod writes to its volume is there for the next pod, and gone from the machine with its claim', async () => {
  const namespace = await cluster.createNamespace('volume');
  await cluster.kubectl('apply', '-n', namespace, '-f', join(repositoryRoot, 'test/fixtures/objects/claim.yaml'));
  const overrides = {
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
    mounts: [{ name: 'data', mountPath: '/data' }],
  };

  await runJob(namespace, ['sh', '-c', 'echo kept > /data/note'], overrides);
  expect(await runJob(namespace, ['cat', '/data/note'], overrides)).toBe('kept');

  const volume = await cluster.kubectl('get', 'pvc', 'data', '-n', namespace, '-o', 'jsonpath={.spec.volumeName}');
  expect(await readdir(cluster.paths.volumes)).toContain(volume);
  await cluster.kubectl('delete', 'namespace', namespace, '--wait', '--timeout=60s');
  await expect.poll(() => readdir(cluster.paths.volumes), { timeout: 30_000 }).not.toContain(volume);
});

let jobs = 0;

interface Volumes {
  readonly volumes: readonly object[];
  readonly mounts: readonly object[];
}

/** Runs one Job to its end and resolves to what it printed. */
async function runJob(
  namespace: string,
  command: readonly string[],
  { volumes, mounts }: Volumes = { volumes: [], mounts: [] },
): Promise<string> {
  jobs += 1;
  const name = `job-${jobs}`;
  const container = { name, image: busybox, command, volumeMounts: mounts };
  const spec = {
    backoffLimit: 0,
    template: {
      spec: {
        restartPolicy: 'Never',
        terminationGracePeriodSeconds: 1,
        securityContext: { fsGroup: 65532 },
        containers: [container],
        volumes,
      },
    },
  };
  const job = JSON.stringify({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name }, spec });
  await cluster.apply(namespace, job);
  await cluster.kubectl('wait', '--for=condition=complete', `job/${name}`, '-n', namespace, '--timeout=60s');
  return (await cluster.kubectl('logs', `job/${name}`, '-n', namespace)).trim();
}
