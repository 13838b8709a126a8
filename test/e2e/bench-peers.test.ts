import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { BenchGraph } from '../../bench/graphs/bench-graph.ts';
import { buildGraph, chartFolders } from '../../bench/graphs/build-graph.ts';
import { hasPeerBinaries } from '../../bench/peers/build/ensure-peer-binaries.ts';
import { createPeer } from '../../bench/peers/create-peer.ts';
import type { PeerName } from '../../bench/peers/peer.ts';
import { determineComponentsFolder } from '../../sandbox/cluster/build/ensure-components.ts';
import { determineClusterPaths } from '../../sandbox/cluster/cluster-paths.ts';
import { useCluster } from '../helpers/cluster.ts';

const cluster = useCluster('web');
const { cache } = determineClusterPaths();
const chain = buildGraph('chain of 2', { first: [], second: ['first'] }, { kind: 'pods' });
const signal = new AbortController().signal;

// Building them takes as long as building Kubernetes: they are tried where a benchmark has built them.
const hasHelmfile = await hasPeerBinaries('helmfile', cache);
const hasFlux = await hasPeerBinaries('flux', cache);

test.for<PeerName>(['helm', 'floor'])('%s deploys a chain of 2 and takes it away again', tryPeer);
test.runIf(hasHelmfile).for<PeerName>(['helmfile-sync', 'helmfile-apply'])('%s does so too', tryPeer);
test.runIf(hasFlux).for<PeerName>(['flux-fastest'])(
  '%s does so too, and leaves nothing in the cluster',
  async (name) => {
    await tryPeer(name);

    expect(await cluster.kubectl('get', 'customresourcedefinitions', '-l', 'bench.berth.dev/peer', '-o', 'name')).toBe(
      '',
    );
    expect(
      await cluster.kubectl('get', 'namespace', 'bench-flux', '--ignore-not-found', '-o', 'jsonpath={.status.phase}'),
    ).not.toBe('Active');
  },
);

async function tryPeer(name: PeerName): Promise<void> {
  const helm = join(await determineComponentsFolder(cache), 'helm');
  const peer = createPeer(name, { kubeconfig: cluster.paths.kubeconfig, helm, cache, progress: () => undefined });
  onTestFinished(() => peer.stop());
  const namespace = await cluster.createNamespace(name);
  await peer.start({ charts: Object.values(chartFolders), signal });

  const run = await peer.deploy({ graph: chain, namespace, signal });

  expect(await listReadyPods(namespace)).toEqual(listReleases(chain));
  expect(run.helmActions).toBeGreaterThanOrEqual(chain.releases.length);
  expect(run.cpuSeconds).toBeGreaterThan(0);
  await peer.remove({ graph: chain, namespace, signal });
  expect(await cluster.kubectl('get', 'deployments,pods', '-n', namespace, '-o', 'name')).toBe('');
  await peer.stop();
}

async function listReadyPods(namespace: string): Promise<readonly string[]> {
  const template = '{range .items[?(@.status.readyReplicas==1)]}{.metadata.name}{" "}{end}';
  return (await cluster.kubectl('get', 'deployments', '-n', namespace, '-o', `jsonpath=${template}`)).trim().split(' ');
}

function listReleases({ releases }: BenchGraph): readonly string[] {
  return releases.map(({ name }) => name);
}
