import { loadKubeconfig } from '../../../sandbox/cluster/client/load-kubeconfig.ts';
import { createCleanups } from '../create-cleanups.ts';
import type { DeployOptions, Peer, PeerRun } from '../peer.ts';
import type { PeerHost } from '../peer-host.ts';
import { watchUsage } from '../../processes/watch-usage.ts';
import { deployReleases, removeReleases } from './deploy-releases.ts';
import { tuningFlags, type FluxTuning } from './flux-tuning.ts';
import { startFlux } from './start-flux.ts';

/** Flux's source-controller and helm-controller as processes of this machine, and a HelmRelease for each release. */
export function createFlux(host: PeerHost, tuning: FluxTuning): Peer {
  const cleanups = createCleanups();
  const waitsAsHelm3 = tuning === 'fastest';
  let pids: readonly number[] = [];
  const run = (options: DeployOptions, work: typeof deployReleases) =>
    measure(pids, () => work({ ...options, config: loadKubeconfig(host.kubeconfig), waitsAsHelm3 }));
  return {
    ...names[tuning],
    settings: describe(tuning, waitsAsHelm3),
    start: async (options) => {
      pids = await startFlux({ ...options, host, tuning, cleanups });
    },
    deploy: (options) => run(options, deployReleases),
    remove: (options) => run(options, removeReleases),
    stop: () => cleanups.run(),
  };
}

const names = {
  default: { name: 'flux', title: 'Flux, default' },
  tuned: { name: 'flux-tuned', title: 'Flux, tuned' },
  fastest: { name: 'flux-fastest', title: 'Flux, fastest' },
} as const satisfies Record<FluxTuning, Pick<Peer, 'name' | 'title'>>;

function describe(tuning: FluxTuning, waitsAsHelm3: boolean): string {
  const flags = tuningFlags[tuning].join(' ') || 'its default flags';
  return [
    `helm-controller 1.6.3 with ${flags} and source-controller 1.9.3, with Helm 4.2.4 as it is in place of Flux's fork`,
    'one HelmChart for all releases of a chart, fetched beforehand',
    'disableOpenAPIValidation, maxHistory 2',
    ...(waitsAsHelm3 ? ['waitStrategy legacy, which looks every 2 s instead of every 5 s'] : []),
  ].join('; ');
}

async function measure(pids: readonly number[], work: () => Promise<number>): Promise<PeerRun> {
  if (pids.length === 0) throw new Error('deploying with Flux: it has not been started');
  const watch = watchUsage(pids);
  let helmActions = 0;
  let usage = { cpuS: 0, peakMemoryMb: 0 };
  try {
    helmActions = await work();
  } finally {
    usage = watch.end();
  }
  return { helmActions, cpuSeconds: usage.cpuS, peakMemoryBytes: usage.peakMemoryMb * 1024 ** 2 };
}
