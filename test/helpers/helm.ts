import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll } from 'vitest';
import { determineComponentsFolder } from '../../sandbox/cluster/build/ensure-components.ts';
import { determineClusterPaths } from '../../sandbox/cluster/cluster-paths.ts';

interface HelmAnswer {
  readonly failed: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Gives a test file the sandbox's own helm, away from what the person has set up. It is built along with the cluster, so
 * its tests are named `*.helm.test.ts` and run after that. */
export function useHelm(): (args: readonly string[], input?: string) => Promise<HelmAnswer> {
  let binary = '';
  beforeAll(async () => {
    binary = join(await determineComponentsFolder(determineClusterPaths().cache), 'helm');
  });
  return async (args, input = '') => {
    const env = { KUBECONFIG: '/dev/null', HELM_CACHE_HOME: '/nonexistent', HELM_CONFIG_HOME: '/nonexistent' };
    const { failed, stdout, stderr } = await execa(binary, args, { env, extendEnv: false, input, reject: false });
    return { failed, stdout, stderr };
  };
}
