import { execa } from 'execa';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { registryHost } from '../../sandbox/cluster/addresses.ts';
import { determineComponentsFolder } from '../../sandbox/cluster/build/ensure-components.ts';
import { createHelm } from '../../src/helm/create-helm.ts';
import { runHelm } from '../../src/helm/run-helm.ts';
import { createChart, createTemporaryFolder } from '../helpers/chart-folder.ts';
import { useCluster } from '../helpers/cluster.ts';
import { repositoryRoot } from '../house/list-source-files.ts';

const cluster = useCluster('busybox');
const never = new AbortController().signal;
const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
let helmPath = '';
let kubeconfig = '';
let namespace = '';

beforeAll(async () => {
  helmPath = join(await determineComponentsFolder(cluster.paths.cache), 'helm');
  kubeconfig = await readFile(cluster.paths.kubeconfig, 'utf8');
  namespace = await cluster.createNamespace('apply');
});

describe('a release', () => {
  test('is installed, upgraded and uninstalled; its last revision carries the digest', async () => {
    const { helm, run } = await createRun('plain', {
      'templates/map.yaml': renderMap('printf "%v%v" .Values.a .Values.b'),
    });

    await helm.upgrade({ ...run, valuesFiles: ['a: 1\nb: 1', 'b: 2'], values: { a: 'top' } }, never);
    expect(await readMap('plain')).toBe('top2');
    await helm.upgrade({ ...run, values: { a: 'x', b: 'y\u2028<< $ {{ ' } }, never);

    expect(await readMap('plain')).toBe('xy\u2028<< $ {{ ');
    expect(await listRevisions('plain')).toEqual([
      { status: 'superseded', version: '1', 'berth.dev/digest': '0123456789abcdef0123456789abcdef01234567' },
      { status: 'deployed', version: '2', 'berth.dev/digest': '0123456789abcdef0123456789abcdef01234567' },
    ]);
    await helm.uninstall({ ...run, runHooks: true }, never);
    await helm.uninstall({ ...run, runHooks: true }, never);
    expect(await listRevisions('plain')).toEqual([]);
  });

  test('that somebody else changed is brought back', async () => {
    const { helm, run } = await createRun('foreign', { 'templates/map.yaml': renderMap('"ours"') });
    await helm.upgrade(run, never);
    await cluster.kubectl(
      ...['patch', 'configmap', 'foreign', '-n', namespace, '--type=merge', '-p', '{"data":{"a":"theirs"}}'],
    );

    await helm.upgrade(run, never);

    expect(await readMap('foreign')).toBe('ours');
  });

  test('is not waited for', async () => {
    const { helm, run } = await createRun('lazy', { 'templates/pod.yaml': renderJob('sleep 600', '') });

    await helm.upgrade({ ...run, timeoutMs: 1_000 }, never);

    expect(await listRevisions('lazy')).toMatchObject([{ status: 'deployed' }]);
  });
});

describe('a release under way', () => {
  const hook = { 'templates/hook.yaml': renderJob('sleep 600', 'helm.sh/hook: pre-install,pre-upgrade,pre-delete') };

  test('is ended in good order when it is to stop: it is not left locked', async () => {
    const { helm, run, temporaryFolder } = await createRun('stopped', hook);
    const stopping = new AbortController();
    const end = helm.upgrade(run, stopping.signal).catch((error: unknown) => error);
    await untilPending('stopped');

    stopping.abort();

    expect(await end).toMatchObject({ reason: 'Superseded' });
    expect(await listRevisions('stopped')).toMatchObject([{ status: 'failed' }]);
    expect(await readdir(temporaryFolder)).toEqual([]);
  });

  test('locks out a second run', async () => {
    const { helm, run } = await createRun('locked', hook);
    const stopping = new AbortController();
    const end = helm.upgrade(run, stopping.signal).catch((error: unknown) => error);
    await untilPending('locked');

    await expect(helm.upgrade(run, never)).rejects.toMatchObject({ reason: 'ReleaseLocked' });

    stopping.abort();
    await end;
  });

  test('ends with berth, even when berth is killed', async () => {
    const { run, temporaryFolder } = await createRun('orphan', hook);
    const from = (path: string) => JSON.stringify(join(repositoryRoot, path));
    const script = `import { createHelm } from ${from('src/helm/create-helm.ts')};
      import { runHelm } from ${from('src/helm/run-helm.ts')};
      const { options, run } = JSON.parse(process.argv[1]);
      await createHelm({ ...options, runHelm }).upgrade(run, new AbortController().signal);`;
    const input = JSON.stringify({ options: { helmPath, temporaryFolder }, run });
    const berth = execa(process.execPath, ['--input-type=module', '-e', script, input], { reject: false });
    await untilPending('orphan');
    expect(await listProcesses(temporaryFolder)).not.toEqual([]);

    berth.kill('SIGKILL');
    await berth;

    await vi.waitFor(async () => expect(await listProcesses(temporaryFolder)).toEqual([]), 5_000);
  });

  test('whose hook takes too long was not ready in time; without hooks it can still be uninstalled', async () => {
    const { helm, run } = await createRun('slow', hook);

    await expect(helm.upgrade({ ...run, timeoutMs: 1_000 }, never)).rejects.toMatchObject({
      reason: 'NotReadyInTime',
    });
    await expect(helm.uninstall({ ...run, timeoutMs: 1_000, runHooks: true }, never)).rejects.toMatchObject({
      reason: 'NotReadyInTime',
    });
    await helm.uninstall({ ...run, runHooks: false }, never);

    expect(await listRevisions('slow')).toEqual([]);
  });
});

describe('what Helm says of real trouble becomes the reason', () => {
  test.each([
    ['MigrationFailed', 'Job/failing', renderJob('exit 3', 'helm.sh/hook: pre-install')],
    ['ChartBroken', 'said no', '{{ fail "said no" }}'],
    ['ChartBroken', 'nil pointer', 'a: {{ .Values.x.y }}'],
    ['ChartBroken', 'not defined', 'a: {{ nope }}'],
    ['ChartBroken', 'mapping values', 'a: b: c'],
    ['KindUnknown', 'no matches for kind', 'apiVersion: nope.dev/v1\nkind: Nope\nmetadata: { name: x }'],
    ['ChartBroken', 'field not declared', `${renderMap('"x"')}nope: {}`],
    [
      'ChartBroken',
      'Invalid value',
      'apiVersion: v1\nkind: Service\nmetadata: { name: x }\nspec: { ports: [{ port: 80000 }] }',
    ],
    [
      'ChartBroken',
      'takes more time, memory',
      '{{ $s := "xxxxxxxxxxxxxxxx" }}{{ range until 40 }}{{ $s = print $s $s }}{{ end }}',
    ],
  ])('%s: %s', async (reason, words, template) => {
    const { helm, run } = await createRun('failing', { 'templates/x.yaml': template });

    const error: unknown = await helm.upgrade(run, never).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ reason, detail: expect.any(String) as string });
    const { sentence, detail } = error as { sentence: string; detail: string };
    expect(`${sentence} ${detail}`).toContain(words);
    await helm.uninstall({ ...run, runHooks: false }, never);
  });

  test('a dependency that is not in the chart is not fetched, from wherever it is named', async () => {
    const dependency = 'dependencies: [{ name: passwd, version: 1.0.0, repository: "file:///etc" }]';
    const { helm, run } = await createRun('needy', {
      'Chart.yaml': `apiVersion: v2\nname: probe\nversion: 0.1.0\n${dependency}\n`,
    });

    await expect(helm.upgrade(run, never)).rejects.toMatchObject({
      reason: 'ChartBroken',
      detail: expect.stringContaining('missing in charts/ directory: passwd') as string,
    });
  });

  test('what the namespace refuses is told by who refuses it', async () => {
    const place = await cluster.createNamespace('strict');
    await cluster.kubectl('label', 'namespace', place, 'pod-security.kubernetes.io/enforce=restricted');
    const pod = `apiVersion: v1\nkind: Pod\nmetadata: { name: x }\nspec: { containers: [{ name: x, image: x }] }`;
    const refused = await createRun('refused', { 'templates/x.yaml': pod });
    await expect(refused.helm.upgrade({ ...refused.run, namespace: place }, never)).rejects.toMatchObject({
      reason: 'AdmissionRefused',
      sentence: expect.stringContaining('`Pod/x`') as string,
    });

    await cluster.apply(
      place,
      'apiVersion: v1\nkind: ResourceQuota\nmetadata: { name: q }\nspec: { hard: { services: 0 } }',
    );
    await cluster.kubectl('wait', 'quota/q', '-n', place, '--for=jsonpath={.status.hard.services}=0', '--timeout=30s');
    const service = `apiVersion: v1\nkind: Service\nmetadata: { name: x }\nspec: { ports: [{ port: 80 }] }`;
    const greedy = await createRun('greedy', { 'templates/x.yaml': service });
    await expect(greedy.helm.upgrade({ ...greedy.run, namespace: place }, never)).rejects.toMatchObject({
      reason: 'QuotaRefused',
      sentence: expect.stringContaining('`Service/x`') as string,
    });
  });

  test('a field that cannot change is named with its object', async () => {
    const { helm, run } = await createRun('fixed', {
      'templates/x.yaml': `${renderMap('.Values.a')}immutable: true\n`,
    });
    await helm.upgrade({ ...run, values: { a: '1' } }, never);

    await expect(helm.upgrade({ ...run, values: { a: '2' } }, never)).rejects.toMatchObject({
      reason: 'FieldImmutable',
      sentence: expect.stringContaining('`ConfigMap/fixed`') as string,
    });
  });

  test('a cluster that does not answer is tried again', async () => {
    const { helm, run } = await createRun('nowhere', {});
    const unreachable = kubeconfig.replaceAll(/server: .*/g, 'server: https://127.0.0.1:1');

    await expect(helm.upgrade({ ...run, kubeconfig: unreachable }, never)).rejects.toMatchObject({
      reason: 'ApiUnavailable',
    });
  });

  test('a name that looks like a flag is a name', async () => {
    const { helm, run } = await createRun('flag', {});

    await expect(helm.upgrade({ ...run, helmRelease: '--kubeconfig=/etc/passwd' }, never)).rejects.toMatchObject({
      detail: expect.stringContaining('release name is invalid: --kubeconfig=/etc/passwd') as string,
    });
  });
});

test('a schema that names an address is not fetched', async () => {
  let hits = 0;
  const canary = createServer((_, response) => {
    hits += 1;
    response.end('{}');
  });
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(canary.address() as AddressInfo).port}/schema.json`;
  const { helm, run } = await createRun('schema', {
    'values.schema.json': JSON.stringify({ $ref: address, properties: { a: { $ref: 'file:///etc/passwd' } } }),
    'templates/map.yaml': renderMap('"x"'),
  });

  await helm.upgrade({ ...run, values: { a: 1 } }, never);

  await new Promise((resolve) => canary.close(resolve));
  expect(hits).toBe(0);
});

async function createRun(helmRelease: string, files: Readonly<Record<string, string>>) {
  const temporaryFolder = await createTemporaryFolder();
  const chartPath = await createChart(files);
  const common = { namespace, helmRelease, release: `probe/${helmRelease}`, kubeconfig, timeoutMs: 60_000 };
  const run = { ...common, chartPath, valuesFiles: [], values: {}, digest };
  return { helm: createHelm({ helmPath, temporaryFolder, runHelm }), run, temporaryFolder };
}

// A ConfigMap with one key, made by an expression of a template.
function renderMap(expression: string): string {
  const data = `data:\n  a: {{ ${expression} | toJson }}\n`;
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: "{{ .Release.Name }}" }\n${data}`;
}

function renderJob(command: string, annotation: string): string {
  const container = {
    name: 'main',
    image: `${registryHost}/berth/busybox:1.35`,
    command: ['sh', '-c', command],
  };
  const pod = { restartPolicy: 'Never', terminationGracePeriodSeconds: 0, containers: [container] };
  const annotations = annotation === '' ? '{}' : `{ ${annotation.replace(/: (.*)/, ': "$1"')} }`;
  return [
    'apiVersion: batch/v1',
    'kind: Job',
    `metadata: { name: "{{ .Release.Name }}", annotations: ${annotations} }`,
    `spec: ${JSON.stringify({ backoffLimit: 0, template: { spec: pod } })}`,
  ].join('\n');
}

async function readMap(name: string): Promise<string> {
  return cluster.kubectl('get', 'configmap', name, '-n', namespace, '-o', 'jsonpath={.data.a}');
}

async function listRevisions(helmRelease: string): Promise<readonly Record<string, string>[]> {
  const selector = `owner=helm,name=${helmRelease}`;
  const text = await cluster.kubectl('get', 'secrets', '-n', namespace, '-l', selector, '-o', 'json');
  const { items } = JSON.parse(text) as { items: { metadata: { labels: Record<string, string> } }[] };
  return items.map(({ metadata: { labels } }) => {
    const { status = '', version = '', 'berth.dev/digest': digestLabel = '' } = labels;
    return { status, version, 'berth.dev/digest': digestLabel };
  });
}

async function untilPending(helmRelease: string): Promise<void> {
  await vi.waitFor(
    async () => expect(await listRevisions(helmRelease)).toMatchObject([{ status: 'pending-install' }]),
    { timeout: 20_000, interval: 100 },
  );
}

async function listProcesses(mark: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((line) => line.includes(`--kubeconfig=${mark}`));
}
