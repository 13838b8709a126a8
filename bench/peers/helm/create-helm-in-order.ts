import { loadKubeconfig } from '../../../sandbox/cluster/client/load-kubeconfig.ts';
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
    settings: `helm 4.2.4, one release after the other: upgrade --install --wait=watcher ${applyFlags.join(' ')}`,
    start: () => Promise.resolve(),
    deploy: (options) =>
      runHelms(host, options, async (helm, folder) => {
        const { graph, namespace } = options;
        for (const release of orderReleases(graph)) {
          const valuesFile = folder.locateValues(release.name);
          await helm(renderUpgradeArguments({ release, namespace, valuesFile, wait: true }));
        }
      }),
    remove: async (options) => {
      const { graph, namespace, signal } = options;
      const cost = await runHelms(host, options, async (helm) => {
        for (const { name } of orderReleases(graph).toReversed()) {
          await helm(renderUninstallArguments({ release: name, namespace, wait: true })).catch(unlessStillGoing);
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
