import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll } from 'vitest';
import { ensureComponents } from '../../sandbox/cluster/build/ensure-components.ts';
import { determineClusterPaths } from '../../sandbox/cluster/cluster-paths.ts';
import { createProgress } from '../../sandbox/cluster/progress.ts';

const buildTimeoutMs = 30 * 60_000; // from nothing, Kubernetes is built along with it

interface HelmAnswer {
  readonly failed: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Gives a test file the sandbox's own helm, away from what the person has set up; nothing here needs a cluster. */
export function useHelm(): (args: readonly string[], input?: string) => Promise<HelmAnswer> {
  let binary = '';
  beforeAll(async () => {
    const { cache } = determineClusterPaths();
    binary = join(await ensureComponents({ cache, progress: createProgress() }), 'helm');
  }, buildTimeoutMs);
  return async (args, input = '') => {
    const env = { KUBECONFIG: '/dev/null', HELM_CACHE_HOME: '/nonexistent', HELM_CONFIG_HOME: '/nonexistent' };
    const { failed, stdout, stderr } = await execa(binary, args, { env, extendEnv: false, input, reject: false });
    return { failed, stdout, stderr };
  };
}
