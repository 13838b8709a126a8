import type { Peer } from '../peer.ts';
import type { PeerHost } from '../peer-host.ts';
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
    remove: (options) =>
      runHelms(host, options, async (helm) => {
        const { graph, namespace } = options;
        for (const { name } of orderReleases(graph).toReversed()) {
          await helm(renderUninstallArguments({ release: name, namespace, wait: true }));
        }
      }),
    stop: () => Promise.resolve(),
  };
}
