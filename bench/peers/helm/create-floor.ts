import { availableParallelism } from 'node:os';
import { loadKubeconfig } from '../../../sandbox/cluster/client/load-kubeconfig.ts';
import type { BenchRelease } from '../../graphs/bench-graph.ts';
import type { Peer } from '../peer.ts';
import type { PeerHost } from '../peer-host.ts';
import { waitForWorkloads, waitUntilGone } from '../readiness/wait-for-workloads.ts';
import { renderUninstallArguments, renderUpgradeArguments } from './render-arguments.ts';
import { runHelms } from './run-helms.ts';

/** More Helms at once take longer in all: measured, see `settings`. */
const helmsAtOnce = 4 * availableParallelism();

/** No graph at all: everything at once, then one wait. What really depends on something would fail; as a floor it is what there is to reach. */
export function createFloor(host: PeerHost): Peer {
  return {
    name: 'floor',
    title: 'all at once (floor)',
    settings: `helm 4.2.4 with the environment that berth gives it, without a wait for all releases, ${helmsAtOnce} at once by xargs -P, dependencies ignored, then one watch until all workloads are ready`,
    start: () => Promise.resolve(),
    deploy: async (options) => {
      const { graph, namespace, signal } = options;
      const cost = await runHelms(host, options, (runAll, { locateValues }) => {
        const describe = (release: BenchRelease) =>
          renderUpgradeArguments({ release, namespace, valuesFile: locateValues(release.name), wait: false });
        return runAll(graph.releases.map(describe), helmsAtOnce);
      });
      await waitForWorkloads({ config: loadKubeconfig(host.kubeconfig), namespace, signal });
      return cost;
    },
    remove: async (options) => {
      const { graph, namespace, signal } = options;
      const cost = await runHelms(host, options, (runAll) => {
        const describe = ({ name }: BenchRelease) =>
          renderUninstallArguments({ release: name, namespace, wait: false });
        return runAll(graph.releases.map(describe), helmsAtOnce);
      });
      await waitUntilGone({ config: loadKubeconfig(host.kubeconfig), namespace, signal });
      return cost;
    },
    stop: () => Promise.resolve(),
  };
}
