import { loadKubeconfig } from '../../../sandbox/cluster/client/load-kubeconfig.ts';
import type { BenchRelease } from '../../graphs/bench-graph.ts';
import type { Peer } from '../peer.ts';
import type { PeerHost } from '../peer-host.ts';
import { waitUntilGone } from '../readiness/wait-for-workloads.ts';
import { stillGoing } from './is-still-going.ts';
import { orderReleases } from './order-releases.ts';
import { applyFlags, renderUninstallArguments, renderUpgradeArguments } from './render-arguments.ts';
import { runHelms } from './run-helms.ts';

/** What a script does: one `helm upgrade --install --wait` after the other, each after what it depends on. */
export function createHelmInOrder(host: PeerHost): Peer {
  return {
    name: 'helm',
    title: 'helm --wait in order',
    settings: `helm 4.2.4 with the environment that berth gives it, one release after the other by a script: upgrade --install --wait=watcher ${applyFlags.join(' ')}`,
    start: () => Promise.resolve(),
    deploy: (options) =>
      runHelms(host, options, (runAll, { locateValues }) => {
        const { graph, namespace } = options;
        const describe = (release: BenchRelease) =>
          renderUpgradeArguments({ release, namespace, valuesFile: locateValues(release.name), wait: true });
        return runAll(orderReleases(graph).map(describe), 1);
      }),
    remove: async (options) => {
      const { graph, namespace, signal } = options;
      const cost = await runHelms(host, options, (runAll) => {
        const describe = ({ name }: BenchRelease) => renderUninstallArguments({ release: name, namespace, wait: true });
        return runAll(orderReleases(graph).toReversed().map(describe), 1, stillGoing);
      });
      await waitUntilGone({ config: loadKubeconfig(host.kubeconfig), namespace, signal });
      return cost;
    },
    stop: () => Promise.resolve(),
  };
}
