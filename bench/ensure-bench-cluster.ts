import { join } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';
import { registryHost } from '../sandbox/cluster/addresses.ts';
import { determineComponentsFolder } from '../sandbox/cluster/build/ensure-components.ts';
import { loadKubeconfig } from '../sandbox/cluster/client/load-kubeconfig.ts';
import { determineClusterPaths, type ClusterPaths } from '../sandbox/cluster/cluster-paths.ts';
import { down } from '../sandbox/cluster/down.ts';
import type { Progress } from '../sandbox/cluster/progress.ts';
import { readClusterStatus } from '../sandbox/cluster/read-cluster-status.ts';
import { up } from '../sandbox/cluster/up.ts';
import { ensureImages } from '../sandbox/images/ensure-images.ts';

export interface BenchCluster {
  readonly paths: ClusterPaths;
  /** The cluster's administrator. */
  readonly config: KubeConfig;
  readonly helm: string;
  /** Takes the cluster down if the benchmark brought it up. */
  release(): Promise<void>;
}

/** Makes sure of the sandbox's cluster, with the one image that the benchmark's pods run. */
export async function ensureBenchCluster(progress: Progress, signal: AbortSignal): Promise<BenchCluster> {
  const paths = determineClusterPaths();
  const before = await readClusterStatus(paths);
  const release = () => (before.state === 'down' ? down({ progress }) : Promise.resolve());
  try {
    await up({ progress, signal });
    await ensureImages({ registry: registryHost, names: ['web'], cacheDir: paths.images, signal });
    const helm = join(await determineComponentsFolder(paths.cache), 'helm');
    return { paths, config: loadKubeconfig(paths.kubeconfig), helm, release };
  } catch (error) {
    await release();
    throw error;
  }
}
