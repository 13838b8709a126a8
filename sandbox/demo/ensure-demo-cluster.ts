import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { installChart } from '../berth/install-chart.ts';
import { addresses, registryHost } from '../cluster/addresses.ts';
import { determineComponentsFolder } from '../cluster/build/ensure-components.ts';
import { loadKubeconfig } from '../cluster/client/load-kubeconfig.ts';
import { readContextStatus } from '../cluster/client/read-context-status.ts';
import { determineClusterPaths } from '../cluster/cluster-paths.ts';
import { down } from '../cluster/down.ts';
import type { Progress } from '../cluster/progress.ts';
import { readClusterStatus } from '../cluster/read-cluster-status.ts';
import { up } from '../cluster/up.ts';
import { ensureImages } from '../images/ensure-images.ts';

export interface DemoCluster {
  readonly description: string;
  /** The cluster's administrator, for looking at it from outside. */
  readonly config: KubeConfig;
  /** berth's own account. */
  readonly berthConfig: KubeConfig;
  readonly berthNamespace: string;
  readonly gatewayUrl: string;
  readonly helm: string;
  readonly imageCache: string;
  /** Takes the cluster down if this demo brought it up. */
  release(): Promise<void>;
}

const berthNamespace = 'berth';

/** Makes sure of a cluster with all that berth and the sample need: its chart, and the images of the databases. */
export async function ensureDemoCluster(
  context: string | undefined,
  progress: Progress,
  signal: AbortSignal,
): Promise<DemoCluster> {
  const paths = determineClusterPaths();
  const { config, description, release } =
    context === undefined ? await ensureOwn(progress, signal) : await useContext(context);
  try {
    const helm = join(await determineComponentsFolder(paths.cache), 'helm');
    progress('installing what berth needs in the cluster');
    const chart = installChart({ config, helm, release: 'berth', namespace: berthNamespace });
    const images = ensureImages({ registry: registryHost, names: ['postgres', 'redis'], cacheDir: paths.images });
    const [berthConfig] = await Promise.all([chart, images]);
    const gatewayUrl = `http://127.0.0.1:${addresses.ports.gateway}`;
    return { description, config, berthConfig, berthNamespace, gatewayUrl, helm, imageCache: paths.images, release };
  } catch (error) {
    await release();
    throw error;
  }
}

async function useContext(context: string) {
  const { server, version } = await readContextStatus(context);
  const config = new KubeConfig();
  config.loadFromDefault();
  config.setCurrentContext(context);
  return {
    config,
    description: `context ${context}: Kubernetes ${version} at ${server}`,
    release: () => Promise.resolve(),
  };
}

async function ensureOwn(progress: Progress, signal: AbortSignal) {
  const paths = determineClusterPaths();
  const before = await readClusterStatus(paths);
  await up({ progress, signal });
  const description = `KUBECONFIG=${paths.kubeconfig}, gateway at http://127.0.0.1:${addresses.ports.gateway}`;
  const release = () => (before.state === 'down' ? down({ progress }) : Promise.resolve());
  return { config: loadKubeconfig(paths.kubeconfig), description, release };
}
