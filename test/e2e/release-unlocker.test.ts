import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { determineComponentsFolder } from '../../sandbox/cluster/build/ensure-components.ts';
import { createReleaseUnlocker } from '../../src/kube/access/create-release-unlocker.ts';
import { useBerthChart } from '../helpers/berth-chart.ts';
import { useCluster } from '../helpers/cluster.ts';
import { usePlaces } from '../helpers/place.ts';

const cluster = useCluster('pause');
const chart = useBerthChart(cluster);
const places = usePlaces(cluster, chart);
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-unlock-'));
  await mkdir(join(folder, 'chart/templates'), { recursive: true });
  await writeFile(join(folder, 'chart/Chart.yaml'), 'apiVersion: v2\nname: slow\nversion: 1.0.0\n');
  await writeFile(join(folder, 'chart/templates/job.yaml'), hook);
  await writeFile(
    join(folder, 'chart/templates/note.yaml'),
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: note }\ndata: { text: {{ .Values.text | quote }} }\n',
  );
});
afterAll(() => rm(folder, { recursive: true }));

test('a release that a killed helm left as pending can be installed after it is unlocked, and not before', async () => {
  const place = places.describe('killed');
  await places.namespaces.ensureNamespace(place);
  const unlocker = createReleaseUnlocker(places.client);
  const run = await helmRunner(place.namespace);
  await killWhilePending(place.namespace, run(['upgrade', '--install', 'slow', 'chart', '--set', 'slow=true']));
  const upgrade = () => run(['upgrade', '--install', 'slow', 'chart', '--set', 'text=two']);

  const locked = await upgrade();
  await unlocker.unlockRelease(place.namespace, 'slow', 1);
  const unlocked = await upgrade();

  expect(locked.stderr).toMatch(/another operation .* in progress/);
  expect(unlocked.failed).toBe(false);
  const history = JSON.parse((await run(['history', 'slow', '-o', 'json'])).stdout) as { status: string }[];
  expect(history.map(({ status }) => status)).toEqual(['superseded', 'deployed']);
});

test('what is not pending, not the last revision or not there is left as it is', async () => {
  const place = places.describe('alone');
  await places.namespaces.ensureNamespace(place);
  const unlocker = createReleaseUnlocker(places.client);
  const run = await helmRunner(place.namespace);
  await run(['upgrade', '--install', 'slow', 'chart', '--set', 'text=one']);
  await killWhilePending(place.namespace, run(['upgrade', '--install', 'slow', 'chart', '--set', 'slow=true']));
  await run(['rollback', 'slow', '1']);
  const read = () => cluster.kubectl('get', 'secrets', '-n', place.namespace, '-o', 'json');
  const before = await read();

  for (const revision of [1, 2, 3, 4]) await unlocker.unlockRelease(place.namespace, 'slow', revision);
  await unlocker.unlockRelease(place.namespace, 'none', 1);

  expect(await read()).toBe(before);
});

type Run = (args: readonly string[]) => ReturnType<typeof startHelm>;

/** The real helm, with the deployer's access and nothing else. */
async function helmRunner(namespace: string): Promise<Run> {
  const kubeconfig = join(folder, `${namespace}.kubeconfig`);
  await writeFile(kubeconfig, await places.access.createKubeconfig(namespace, 60_000), { mode: 0o600 });
  const helm = join(await determineComponentsFolder(cluster.paths.cache), 'helm');
  return (args) => startHelm(helm, kubeconfig, args);
}

function startHelm(helm: string, kubeconfig: string, args: readonly string[]) {
  const env = { KUBECONFIG: kubeconfig, HELM_CACHE_HOME: join(folder, 'cache') };
  return execa(helm, args, { cwd: folder, env, reject: false });
}

/** Its hook never ends, so that there is time to kill it. */
async function killWhilePending(namespace: string, helm: ReturnType<Run>): Promise<void> {
  const selector = '-l=owner=helm,status in (pending-install,pending-upgrade)';
  await expect
    .poll(() => cluster.kubectl('get', 'secrets', '-n', namespace, selector, '-o', 'name'), { timeout: 20_000 })
    .not.toBe('');
  helm.kill('SIGKILL');
  await helm;
}

const hook = `{{- if .Values.slow }}
apiVersion: batch/v1
kind: Job
metadata:
  name: never-ends
  annotations: { helm.sh/hook: 'pre-install,pre-upgrade', helm.sh/hook-delete-policy: before-hook-creation }
spec:
  template:
    spec:
      restartPolicy: Never
      securityContext: { runAsNonRoot: true, runAsUser: 65535, seccompProfile: { type: RuntimeDefault } }
      containers:
        - name: never-ends
          image: localhost:21500/berth/pause:3.10
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
{{- end }}
`;
