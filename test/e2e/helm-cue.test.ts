import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, test, vi } from 'vitest';
import { determineComponentsFolder } from '../../sandbox/cluster/build/ensure-components.ts';
import type { Cue, HelmUpgrade } from '../../src/engine/ports/helm.ts';
import { createHelm } from '../../src/helm/create-helm.ts';
import { runHelm } from '../../src/helm/run-helm.ts';
import { createChart, createTemporaryFolder } from '../helpers/chart-folder.ts';
import { useCluster } from '../helpers/cluster.ts';
import { listHelms } from '../helpers/list-helms.ts';

const cluster = useCluster();
const never = new AbortController().signal;
/** Longer than Helm takes until it has read all that it can without its values. */
const waitMs = 1_500;
const map = `
apiVersion: v1
kind: ConfigMap
metadata: { name: "{{ .Release.Name }}" }
data: { file: "{{ .Values.file }}", own: "{{ .Values.own }}" }
`;
let helmPath = '';
let kubeconfig = '';
let namespace = '';

beforeAll(async () => {
  helmPath = join(await determineComponentsFolder(cluster.paths.cache), 'helm');
  kubeconfig = await readFile(cluster.paths.kubeconfig, 'utf8');
  namespace = await cluster.createNamespace('cue');
});

test('Helm that waits for its cue has written nothing by then, and does all of its work after it', async () => {
  const { helm, run } = await createRun();

  for (const [own, before, after] of [
    ['installed', [], ['1 deployed']],
    ['upgraded', ['1 deployed'], ['1 superseded', '2 deployed']],
  ] as const) {
    const cue = Promise.withResolvers<undefined>();
    const valuesFiles = ['file: below', 'own: below'];
    const end = helm.upgrade({ ...run, valuesFiles, values: { own } }, never, toCue(cue.promise));
    await vi.waitFor(async () => expect(await listHelms(namespace)).toHaveLength(1), 10_000);
    await sleep(waitMs);
    expect(await listRevisions()).toEqual(before);
    expect(await listHelms(namespace)).toHaveLength(1);

    cue.resolve(undefined);
    await end;

    expect(await listRevisions()).toEqual(after);
    expect(await readMap()).toBe(`below ${own}`);
  }
});

test('Helm that was ended before its cue leaves a release as it was', async () => {
  const { helm, run } = await createRun();
  const before = await listRevisions();
  const ending = new AbortController();
  const end = helm.upgrade(run, ending.signal, toCue(new Promise(() => undefined)));
  await vi.waitFor(async () => expect(await listHelms(namespace)).toHaveLength(1), 10_000);
  await sleep(waitMs);

  ending.abort();

  await expect(end).rejects.toMatchObject({ reason: 'Superseded' });
  expect(await listHelms(namespace)).toEqual([]);
  expect(await listRevisions()).toEqual(before);
});

async function createRun() {
  const chartPath = await createChart({ 'templates/map.yaml': map });
  const common = { namespace, helmRelease: 'cued', release: 'probe/cued', kubeconfig, timeoutMs: 60_000 };
  const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
  const run: HelmUpgrade = { ...common, chartPath, valuesFiles: [], values: {}, digest };
  return { helm: createHelm({ helmPath, temporaryFolder: await createTemporaryFolder(), runHelm }), run };
}

function toCue(given: Promise<unknown>): Cue {
  return { given, withinMs: 60_000 };
}

function readMap(): Promise<string> {
  return cluster.kubectl('get', 'configmap', 'cued', '-n', namespace, '-o', 'jsonpath={.data.file} {.data.own}');
}

async function listRevisions(): Promise<readonly string[]> {
  const selector = 'owner=helm,name=cued';
  const path = '{range .items[*]}{.metadata.labels.version} {.metadata.labels.status}{"\\n"}{end}';
  const text = await cluster.kubectl('get', 'secrets', '-n', namespace, '-l', selector, '-o', `jsonpath=${path}`);
  return text.split('\n').filter((line) => line !== '');
}
