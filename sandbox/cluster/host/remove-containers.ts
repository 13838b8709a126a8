import { readdir, readFile, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterPaths } from '../cluster-paths.ts';
import { isRunning, readProcessIdentity, type ProcessIdentity } from './process-identity.ts';

const endsWithinMs = 10_000;
const cgroupRoot = '/sys/fs/cgroup';

/**
 * Ends every container of the cluster's containerd and the shim above it, whether or not containerd itself still runs,
 * and removes the cgroups they leave. SIGKILL: the cluster goes away, so no pod has anything left to save.
 */
export async function removeContainers(paths: ClusterPaths): Promise<void> {
  const shims = await listShims(paths);
  const all = await withDescendants(shims);
  for (const { pid } of all) kill(pid);
  const deadline = Date.now() + endsWithinMs;
  for (const process of all) {
    while ((await isRunning(process)) && Date.now() < deadline) await sleep(10);
  }
  for (const folder of await listCgroups()) await removeCgroup(folder);
}

/** Lists the shims of our containerd: they carry its socket on their command line, and outlive it by design. */
export async function listShims(paths: ClusterPaths): Promise<readonly ProcessIdentity[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const shims = await Promise.all(
    pids.map(async (pid) => {
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      const [program = '', ...args] = command.split('\0');
      const isOurs = program.includes('containerd-shim') && args.includes(paths.containerdSocket);
      return isOurs ? readProcessIdentity(Number(pid)) : undefined;
    }),
  );
  return shims.filter((shim) => shim !== undefined);
}

async function withDescendants(roots: readonly ProcessIdentity[]): Promise<readonly ProcessIdentity[]> {
  const all = [...roots];
  for (const { pid } of all) {
    const tasks = await readdir(`/proc/${pid}/task`).catch(() => []);
    for (const task of tasks) {
      const children = await readFile(`/proc/${pid}/task/${task}/children`, 'utf8').catch(() => '');
      const identities = await Promise.all(
        children
          .split(' ')
          .filter(Boolean)
          .map((child) => readProcessIdentity(Number(child))),
      );
      all.push(...identities.filter((child) => child !== undefined)); // the loop goes on into what is added here
    }
  }
  return all;
}

// kubelet with cgroupfs and without QoS groups puts a container at /k8s.io/ID, in each hierarchy of version 1 and in that of version 2.
async function listCgroups(): Promise<readonly string[]> {
  const hierarchies = await readdir(cgroupRoot, { withFileTypes: true }).catch(() => []);
  return [
    cgroupRoot,
    ...hierarchies.filter((entry) => entry.isDirectory()).map(({ name }) => join(cgroupRoot, name)),
  ].map((hierarchy) => join(hierarchy, 'k8s.io'));
}

// A cgroup is an empty folder to rmdir(2), whatever files it shows; another containerd's containers keep theirs, since it is not empty.
async function removeCgroup(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await removeCgroup(join(folder, entry.name));
  await rmdir(folder).catch(() => undefined);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}
