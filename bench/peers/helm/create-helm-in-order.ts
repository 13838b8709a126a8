import { loadKubeconfig } from '../../../sandbox/cluster/client/load-kubeconfig.ts';
import type { BenchRelease } from '../../graphs/bench-graph.ts';
import type { Peer } from '../peer.ts';
import type { PeerHost } from '../peer-host.ts';
import { waitUntilGone } from '../readiness/wait-for-workloads.ts';
import { isStillGoing } from './is-still-going.ts';
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
      runHelms(host, options, ({ all }, { locateValues }) => {
        const { graph, namespace } = options;
        const describe = (release: BenchRelease) =>
          renderUpgradeArguments({ release, namespace, valuesFile: locateValues(release.name), wait: true });
        return all(orderReleases(graph).map(describe), 1);
      }),
    remove: async (options) => {
      const { graph, namespace, signal } = options;
      const cost = await runHelms(host, options, async ({ one }) => {
        for (const { name } of orderReleases(graph).toReversed()) {
          await one(renderUninstallArguments({ release: name, namespace, wait: true })).catch(unlessStillGoing);
        }
      });
      await waitUntilGone({ config: loadKubeconfig(host.kubeconfig), namespace, signal });
      return cost;
    },
    stop: () => Promise.resolve(),
  };
}

function unlessStillGoing(error: unknown): void {
  if (!isStillGoing(error)) throw error;
}
