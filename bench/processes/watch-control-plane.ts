import { readBackgroundProcess } from '../../sandbox/cluster/host/background-process.ts';
import type { ClusterPaths } from '../../sandbox/cluster/cluster-paths.ts';
import { readUsage } from './read-usage.ts';

const components = ['kube-apiserver', 'etcd', 'kube-controller-manager', 'kube-scheduler'] as const;

/**
 * Watches what the control plane computes, for whoever has it work: a tool that computes little itself may ask for much.
 * Resolves to what returns the seconds of processor time since then.
 */
export async function watchControlPlane(paths: ClusterPaths): Promise<() => number> {
  const processes = await Promise.all(components.map((name) => readBackgroundProcess(name, paths)));
  const pids = processes.flatMap((process) => (process === undefined ? [] : [process.pid]));
  const before = readUsage(pids).cpuS;
  return () => readUsage(pids).cpuS - before;
}
