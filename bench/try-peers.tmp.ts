import { createPeer } from '/work/main/bench/peers/create-peer.ts';
import { determineClusterPaths } from '/work/main/sandbox/cluster/cluster-paths.ts';
import { determineComponentsFolder } from '/work/main/sandbox/cluster/build/ensure-components.ts';
import { loadKubeconfig } from '/work/main/sandbox/cluster/client/load-kubeconfig.ts';
import { buildGraph, chartFolders, changeRelease } from '/work/main/bench/graphs/build-graph.ts';
import { CoreV1Api } from '@kubernetes/client-node';
import { setTimeout as sleep } from 'node:timers/promises';
const paths = determineClusterPaths();
const helm = (await determineComponentsFolder(paths.cache)) + '/helm';
const api = loadKubeconfig(paths.kubeconfig).makeApiClient(CoreV1Api);
const depth = Number(process.env.DEPTH ?? 5);
const shape: Record<string, string[]> = {};
for (let i = 1; i <= depth; i++) shape['s' + i] = i > 1 ? ['s' + (i - 1)] : [];
const graph = buildGraph('chain', shape, { kind: (process.env.READY ?? 'pods') as any });
const host = { kubeconfig: paths.kubeconfig, helm, cache: paths.cache, progress: (m: string) => console.error(m) };
const signal = AbortSignal.timeout(Number(process.env.LIMIT ?? 280) * 1000);
for (const name of process.argv.slice(2)) {
  const peer = createPeer(name as any, host);
  const ns = 'bench-try-' + name;
  const t = async (what: string, work: () => Promise<any>) => {
    const a = performance.now();
    try {
      const r = await work();
      console.log(name, what, ((performance.now() - a) / 1000).toFixed(2) + ' s', JSON.stringify(r));
    } catch (e) {
      console.log(name, what, 'FAILED', e, (e as any).cause ?? '');
    }
  };
  await api.createNamespace({ body: { metadata: { name: ns } } }).catch((e) => console.log(String(e).slice(0, 200)));
  await t('start', () => peer.start({ charts: Object.values(chartFolders), signal }));
  await t('deploy', () => peer.deploy({ graph, namespace: ns, signal }));
  await t('again', () => peer.deploy({ graph, namespace: ns, signal }));
  await t('changed', () => peer.deploy({ graph: changeRelease(graph, 's' + depth, 'x'), namespace: ns, signal }));
  await t('remove', () => peer.remove({ graph, namespace: ns, signal }));
  await t('stop', () => peer.stop());
  await api.deleteNamespace({ name: ns });
}
