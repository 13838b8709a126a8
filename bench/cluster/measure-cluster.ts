import { setTimeout as sleep } from 'node:timers/promises';
import { CoreV1Api } from '@kubernetes/client-node';
import { registryHost } from '../../sandbox/cluster/addresses.ts';
import { loadKubeconfig } from '../../sandbox/cluster/client/load-kubeconfig.ts';
import { determineClusterPaths, type ClusterPaths } from '../../sandbox/cluster/cluster-paths.ts';
import { down } from '../../sandbox/cluster/down.ts';
import { readBackgroundProcess } from '../../sandbox/cluster/host/background-process.ts';
import { readClusterStatus } from '../../sandbox/cluster/read-cluster-status.ts';
import { up } from '../../sandbox/cluster/up.ts';
import { ensureImages } from '../../sandbox/images/ensure-images.ts';
import { UserError } from '../../sandbox/user-error.ts';
import type { Figure } from './figure.ts';

interface MeasureOptions {
  readonly runs: number;
  readonly signal: AbortSignal;
  readonly progress: (line: string) => void;
}

const settlesAfterMs = 5_000; // a cluster that has just come up is not idle yet

/**
 * Takes the cluster through its life `runs` times with everything cached. Needs it to be down, and leaves it so.
 * A pod's time is from its creation to a running container, with the image on the node.
 */
export async function measureCluster({ runs, signal, progress }: MeasureOptions): Promise<readonly Figure[]> {
  const paths = determineClusterPaths();
  if ((await readClusterStatus(paths)).state !== 'down') {
    throw new UserError('the benchmark starts from nothing and a cluster is up: run `npm run cluster -- down` first');
  }
  const figures = new Map<string, number[]>(['up', 'repair', 'pod', 'memory', 'down'].map((name) => [name, []]));
  const record = (name: string, value: number) => figures.get(name)?.push(value);
  try {
    progress('warming up: building what is missing');
    await up({ progress: () => undefined, signal });
    await ensureImages({ registry: registryHost, names: ['web'], cacheDir: paths.images, signal });
    await down({ progress: () => undefined });
    for (let run = 1; run <= runs; run += 1) {
      progress(`run ${run} of ${runs}`);
      await measureOnce(paths, record, signal);
    }
  } finally {
    await down({ progress: () => undefined });
  }
  return describeFigures(figures);
}

async function measureOnce(
  paths: ClusterPaths,
  record: (name: string, value: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const bringUp = () => up({ progress: () => undefined, signal });
  record('up', await time(bringUp));
  const api = await readApi(paths);
  await runPod(api, 'first'); // pulls the image
  record('pod', await time(() => runPod(api, 'second')));
  await sleep(settlesAfterMs, undefined, { signal });
  record('memory', (await readClusterStatus(paths)).memoryBytes / 1024 ** 2);
  const apiServer = await readBackgroundProcess('kube-apiserver', paths);
  if (apiServer !== undefined) process.kill(apiServer.pid, 'SIGKILL');
  record('repair', await time(bringUp));
  record('down', await time(() => down({ progress: () => undefined })));
}

async function readApi(paths: ClusterPaths): Promise<CoreV1Api> {
  const api = loadKubeconfig(paths.kubeconfig).makeApiClient(CoreV1Api);
  const isThere = () =>
    api.readNamespacedServiceAccount({ namespace: 'default', name: 'default' }).then(Boolean, () => false);
  while (!(await isThere())) await sleep(50);
  return api;
}

async function runPod(api: CoreV1Api, name: string): Promise<void> {
  const containers = [{ name, image: `${registryHost}/berth/web:1` }];
  await api.createNamespacedPod({ namespace: 'default', body: { metadata: { name }, spec: { containers } } });
  const readPhase = async () => (await api.readNamespacedPod({ namespace: 'default', name })).status?.phase;
  while ((await readPhase()) !== 'Running') await sleep(25);
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const startedAtMs = performance.now();
  await work();
  return (performance.now() - startedAtMs) / 1_000;
}

function describeFigures(figures: ReadonlyMap<string, readonly number[]>): readonly Figure[] {
  const values = (name: string) => figures.get(name) ?? [];
  return [
    { what: '`up` to a ready node, everything cached', unit: 's', values: values('up'), wanted: 15 },
    { what: 'a pod from creation to a running container', unit: 's', values: values('pod') },
    { what: '`up` after the API server was killed', unit: 's', values: values('repair') },
    { what: '`down` to nothing left', unit: 's', values: values('down') },
    { what: 'memory of the idle cluster, all components', unit: 'MB', values: values('memory'), wanted: 1_300 },
  ];
}
