import { readdir, readlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClusterPaths } from '../cluster-paths.ts';

const networkResults = '/var/lib/cni/results'; // where libcni remembers what it set up; no setting moves it
const containerLogs = '/var/log/containers'; // where kubelet links every container's log; no setting moves it

/** Removes what the cluster's parts leave outside its own folders, and nothing of another cluster on the machine. */
export async function removeStrayFiles(paths: ClusterPaths): Promise<void> {
  for (const file of await listStrayFiles(paths)) await rm(file, { force: true });
}

export async function listStrayFiles(paths: ClusterPaths): Promise<readonly string[]> {
  const results = (await list(networkResults)).filter((name) => name.startsWith('berth-sandbox-'));
  const links: string[] = [];
  for (const name of await list(containerLogs)) {
    const target = await readlink(join(containerLogs, name)).catch(() => '');
    if (target.startsWith(`${paths.state}/`)) links.push(join(containerLogs, name));
  }
  return [...results.map((name) => join(networkResults, name)), ...links];
}

async function list(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}
