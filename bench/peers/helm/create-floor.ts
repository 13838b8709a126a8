import { availableParallelism } from 'node:os';
import PQueue from 'p-queue';
import { loadKubeconfig } from '../../../sandbox/cluster/client/load-kubeconfig.ts';
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
    settings: `helm 4.2.4 without a wait for all releases, ${helmsAtOnce} at once as xargs -P would run them, dependencies ignored, then one watch until all workloads are ready`,
    start: () => Promise.resolve(),
    deploy: async (options) => {
      const { graph, namespace, signal } = options;
      const cost = await runHelms(host, options, async (helm, folder) => {
        const queue = new PQueue({ concurrency: helmsAtOnce });
        const applies = graph.releases.map((release) => async () => {
          const valuesFile = folder.locateValues(release.name);
          await helm(renderUpgradeArguments({ release, namespace, valuesFile, wait: false }));
        });
        await queue.addAll(applies);
      });
      await waitForWorkloads({ config: loadKubeconfig(host.kubeconfig), namespace, signal });
      return cost;
    },
    remove: async (options) => {
      const { graph, namespace, signal } = options;
      const cost = await runHelms(host, options, async (helm) => {
        const queue = new PQueue({ concurrency: helmsAtOnce });
        const removals = graph.releases.map(({ name }) => async () => {
          await helm(renderUninstallArguments({ release: name, namespace, wait: false }));
        });
        await queue.addAll(removals);
      });
      await waitUntilGone({ config: loadKubeconfig(host.kubeconfig), namespace, signal });
      return cost;
    },
    stop: () => Promise.resolve(),
  };
}
