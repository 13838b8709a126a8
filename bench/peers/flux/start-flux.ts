import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadKubeconfig } from '../../../sandbox/cluster/client/load-kubeconfig.ts';
import { findFreePort } from '../../../sandbox/demo/find-free-port.ts';
import { ensurePeerBinaries } from '../build/ensure-peer-binaries.ts';
import type { Cleanups } from '../create-cleanups.ts';
import type { StartOptions } from '../peer.ts';
import type { PeerHost } from '../peer-host.ts';
import { createFluxCluster } from './flux-cluster.ts';
import { installDefinitions } from './install-definitions.ts';
import { offerCharts } from './offer-charts.ts';
import type { FluxTuning } from './flux-tuning.ts';
import { renderHelmControllerFlags, renderSourceControllerFlags } from './render-flags.ts';
import { serveCharts } from './serve-charts.ts';
import { sourcesNamespace } from './flux-kinds.ts';
import { startController } from './start-controller.ts';

interface FluxOptions extends StartOptions {
  readonly host: PeerHost;
  readonly tuning: FluxTuning;
  readonly cleanups: Cleanups;
}

/** Starts Flux with its charts fetched. Resolves to the processes of its controllers; how to take all away again is in `cleanups`. */
export async function startFlux({ host, tuning, charts, cleanups, signal }: FluxOptions): Promise<readonly number[]> {
  const { cache, progress, helm, kubeconfig } = host;
  const binaries = await ensurePeerBinaries({ module: 'flux', cache, progress, signal });
  const folder = await mkdtemp(join(tmpdir(), 'berth-flux-'));
  cleanups.add(() => rm(folder, { recursive: true, force: true }));
  const server = await serveCharts({ charts, helm, folder: join(folder, 'charts') });
  cleanups.add(() => server.close());
  const config = loadKubeconfig(kubeconfig);
  const cluster = createFluxCluster(config);
  cleanups.add(() => cluster.close());
  await installDefinitions({ config, cluster, cleanups, signal });
  const pids = await startControllers({ binaries, folder, kubeconfig, tuning, cleanups, signal });
  await offerCharts({ charts, url: server.url, config, cluster, cleanups, signal });
  return pids;
}

interface ControllersOptions {
  readonly binaries: string;
  readonly folder: string;
  readonly kubeconfig: string;
  readonly tuning: FluxTuning;
  readonly cleanups: Cleanups;
  readonly signal: AbortSignal;
}

async function startControllers(options: ControllersOptions): Promise<readonly number[]> {
  const { binaries, folder, kubeconfig, tuning, cleanups, signal } = options;
  const [helmHealth, sourceHealth, storage] = [await findFreePort(), await findFreePort(), await findFreePort()];
  const artifacts = join(folder, 'artifacts');
  await mkdir(artifacts);
  const environment = { KUBECONFIG: kubeconfig, RUNTIME_NAMESPACE: sourcesNamespace, HOME: folder, TMPDIR: folder };
  const start = async (name: string, healthPort: number, args: readonly string[]) => {
    const binary = join(binaries, name);
    const controller = await startController({ binary, name, args, environment, healthPort, folder, signal });
    cleanups.add(() => controller.stop());
    return controller.pid;
  };
  return [
    await start('helm-controller', helmHealth, renderHelmControllerFlags(tuning, helmHealth)),
    await start('source-controller', sourceHealth, renderSourceControllerFlags(sourceHealth, { storage, artifacts })),
  ];
}
