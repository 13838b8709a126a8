import { join } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';
import { beforeAll } from 'vitest';
import { determineComponentsFolder } from '../../sandbox/cluster/build/ensure-components.ts';
import { installChart } from '../../sandbox/berth/install-chart.ts';
import type { TestCluster } from './cluster.ts';

export interface BerthChart {
  /** The namespace of berth, and the name of its account and the beginning of those of its roles. */
  readonly installation: { readonly namespace: string; readonly name: string };
  /** Authenticates as berth, with the rights that the chart gives and no others. */
  readonly config: KubeConfig;
}

/** Gives a test file berth's own chart in the run's cluster, without berth. All files share it; it stays for the next run. */
export function useBerthChart(cluster: TestCluster): BerthChart {
  let config: KubeConfig | undefined;
  beforeAll(async () => {
    config = await installChart({
      config: cluster.config,
      helm: join(await determineComponentsFolder(cluster.paths.cache), 'helm'),
      release: installation.name,
      namespace: installation.namespace,
      sharedSecrets,
    });
  });
  return {
    installation,
    get config() {
      if (config === undefined) throw new Error('the chart is there from the first test on, not before');
      return config;
    },
  };
}

const installation = { namespace: 'berth', name: 'berth' } as const;
/** Secrets that berth may copy; a test makes one if it needs it. */
const sharedSecrets = ['registry-pull'];
