import { determineClusterPaths } from '../../sandbox/cluster/cluster-paths.ts';
import { down } from '../../sandbox/cluster/down.ts';
import { createProgress } from '../../sandbox/cluster/progress.ts';
import { readClusterStatus } from '../../sandbox/cluster/read-cluster-status.ts';
import { up } from '../../sandbox/cluster/up.ts';

/** One cluster for a whole run: brought up before the first test that needs it, and taken down again unless it ran before. */
export async function setup(): Promise<() => Promise<void>> {
  const progress = createProgress();
  const before = await readClusterStatus(determineClusterPaths());
  await up({ progress });
  return async () => {
    if (before.state === 'down') await down({ progress: () => undefined });
  };
}
