import { setTimeout as sleep } from 'node:timers/promises';
import { CoreV1Api } from '@kubernetes/client-node';
import { deleteNamespace } from '../../sandbox/cluster/client/delete-namespace.ts';
import type { Sample } from '../figures/sample.ts';
import type { BenchGraph } from '../graphs/bench-graph.ts';
import { chartFolders } from '../graphs/build-graph.ts';
import type { Peer, PeerRun } from '../peers/peer.ts';
import { watchControlPlane } from '../processes/watch-control-plane.ts';
import { countRequests, type Asker } from '../requests/count-requests.ts';
import { markRequests } from '../requests/mark-requests.ts';
import { measureHandover } from '../requests/measure-handover.ts';
import type { BenchCluster } from '../ensure-bench-cluster.ts';
import type { Contender, Place } from './contender.ts';

/** Measures a peer. Its time is that of the whole call: it has no moment between being told and beginning. */
export function createPeerContender(peer: Peer, cluster: BenchCluster, signal: AbortSignal): Contender {
  const { name, title, settings } = peer;
  const isFlux = name.startsWith('flux');
  let places = 0;
  return {
    ...{ name, title, settings, isSlow: isFlux, isAtWorkAtRest: isFlux },
    start: () => peer.start({ charts: Object.values(chartFolders), signal }),
    async openPlace() {
      places += 1;
      const namespace = `bench-${name}-${places}`;
      await createNamespace(cluster, namespace);
      return createPlace({ peer, cluster, namespace });
    },
    stop: () => peer.stop(),
  };
}

interface PlaceOptions {
  readonly peer: Peer;
  readonly cluster: BenchCluster;
  readonly namespace: string;
}

function createPlace({ peer, cluster, namespace }: PlaceOptions): Place {
  let deployed: BenchGraph = { name: 'nothing', releases: [] };
  return {
    namespace,
    async deploy(graph, signal) {
      deployed = graph;
      const mark = await markRequests(cluster.paths.auditLog);
      const values = await measure(cluster, graph, () => peer.deploy({ graph, namespace, signal }));
      return { ...values, ...(await measureHandover(mark, namespace, graph)) };
    },
    async remove(signal) {
      const { readyS, ...costs } = await measure(cluster, deployed, () =>
        peer.remove({ graph: deployed, namespace, signal }),
      );
      await removeNamespace(cluster, namespace);
      return { ...costs, ...(readyS !== undefined && { goneS: readyS }) };
    },
  };
}

async function measure(
  { paths }: BenchCluster,
  { releases }: BenchGraph,
  work: () => Promise<PeerRun>,
): Promise<Sample['values']> {
  const mark = await markRequests(paths.auditLog);
  const readControlPlaneCpuS = await watchControlPlane(paths);
  const startedAtMs = performance.now();
  const { helmActions, cpuSeconds, peakMemoryBytes } = await work();
  const readyS = (performance.now() - startedAtMs) / 1_000;
  const controlPlaneCpuS = readControlPlaneCpuS();
  const requests = await countRequests(mark, isPeer);
  return {
    ...{ readyS, cpuS: cpuSeconds, peakMemoryMb: peakMemoryBytes / 1024 ** 2, helms: helmActions },
    controlPlaneCpuS,
    requestsPerRelease: requests / releases.length,
    helmsPerRelease: helmActions / releases.length,
  };
}

/** By what they call themselves: they are whoever calls them. */
function isPeer({ agent }: Asker): boolean {
  return /^(Helm|helm|helmfile|helm-controller|source-controller)\//.test(agent);
}

async function createNamespace({ config }: BenchCluster, name: string): Promise<void> {
  await removeNamespace({ config }, name);
  await config.makeApiClient(CoreV1Api).createNamespace({ body: { metadata: { name } } });
}

async function removeNamespace({ config }: Pick<BenchCluster, 'config'>, name: string): Promise<void> {
  const api = config.makeApiClient(CoreV1Api);
  const isThere = async () => (await api.listNamespace({ fieldSelector: `metadata.name=${name}` })).items.length > 0;
  await deleteNamespace(config, name);
  while (await isThere()) await sleep(200);
}
