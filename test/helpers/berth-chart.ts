import { join } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll } from 'vitest';
import { determineComponentsFolder } from '../../sandbox/cluster/build/ensure-components.ts';
import type { CustomResources } from '../../sandbox/berth/render-chart.ts';
import { installChart } from '../../sandbox/berth/install-chart.ts';
import { removeChart } from '../../sandbox/berth/remove-chart.ts';
import type { TestCluster } from './cluster.ts';

export interface BerthChart {
  /** The namespace of berth, and the name of its account and the beginning of those of its roles. */
  readonly installation: { readonly namespace: string; readonly name: string };
  /** Authenticates as berth, with the rights that the chart gives and no others. */
  readonly config: KubeConfig;
}

/**
 * Gives a test file berth's own chart in the run's cluster, without berth. Files share one installation, which stays for the
 * next run; a file that runs a berth names one of its own for each, so that no berth works on the environments of another.
 */
export function useBerthChart(
  cluster: TestCluster,
  share: 'shared' | 'own' | `own-${string}` = 'shared',
  customResources: readonly CustomResources[] = [],
): BerthChart {
  const name = share === 'shared' ? 'berth-test' : cluster.nameNamespace(share.replace('own', 'berth'));
  const installation = { namespace: name, name };
  let config: KubeConfig | undefined;
  const describe = async () => ({
    config: cluster.config,
    helm: join(await determineComponentsFolder(cluster.paths.cache), 'helm'),
    release: name,
    namespace: name,
    sharedSecrets,
    customResources,
  });
  beforeAll(async () => {
    config = await installChart(await describe());
  });
  afterAll(async () => {
    if (share !== 'shared') await removeChart(await describe());
  });
  return {
    installation,
    get config() {
      if (config === undefined) throw new Error('the chart is there from the first test on, not before');
      return config;
    },
  };
}

/** Secrets that berth may copy; a test makes one if it needs it. */
const sharedSecrets = ['registry-pull'];
