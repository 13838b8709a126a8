import type { Progress } from '../progress.ts';
import { withHostLock } from './with-host-lock.ts';

/** Runs `work` while no other process of this machine brings the cluster up or down; waits for one that does. */
export async function withClusterLock<T>(progress: Progress, work: () => Promise<T>): Promise<T> {
  const onWait = () => progress('waiting for another command that is working on the cluster');
  return await withHostLock({ name: 'cluster', onWait }, work);
}
