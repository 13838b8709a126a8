import { access, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { assertCanRunPods } from './host/assert-can-run-pods.ts';
import { stopBackgroundProcess } from './host/background-process.ts';
import { determineClusterPaths, type ClusterPaths } from './cluster-paths.ts';
import { listComponents } from './list-components.ts';
import { removeNetwork, type KernelSettings } from './host/network.ts';
import type { Progress } from './progress.ts';
import { removeContainers } from './host/remove-containers.ts';
import { removeMounts } from './host/remove-mounts.ts';
import { removeStrayFiles } from './host/remove-stray-files.ts';
import { withClusterLock } from './host/with-cluster-lock.ts';

interface DownOptions {
  readonly progress: Progress;
  readonly paths?: ClusterPaths;
}

/**
 * Takes the sandbox cluster away: processes, containers, mounts, links, rules and files, and only those that `up` brought. Safe to repeat,
 * and the way to clean up after anything that went wrong. The cache (built binaries, images) stays.
 */
export async function down({ progress, paths = determineClusterPaths() }: DownOptions): Promise<void> {
  assertCanRunPods();
  await withClusterLock(progress, async () => {
    const wasThere = await access(paths.state).then(
      () => true,
      () => false,
    );
    // Even then: what an earlier, killed `down` left is taken away.
    await takeDown(paths, progress);
    progress(wasThere ? 'the cluster is gone' : 'nothing was running');
  });
}

/** What `down` does, for a caller that holds the cluster's lock already. */
export async function takeDown(paths: ClusterPaths, progress: Progress): Promise<void> {
  progress('stopping components');
  const stop = (name: string) => stopBackgroundProcess(name, paths);
  // kubelet first: it would start again what is taken away below it. The API server goes before its store.
  await Promise.all((await listNames(paths)).filter((name) => !lastToStop.has(name)).map(stop));
  progress('removing containers');
  await removeContainers(paths);
  for (const name of lastToStop) await stop(name);
  progress('removing mounts, network and files');
  await removeMounts([paths.state, paths.run]);
  await removeNetwork(await readSavedSettings(paths));
  await removeStrayFiles(paths);
  await rm(paths.state, { recursive: true, force: true });
  await rm(paths.run, { recursive: true, force: true });
}

const lastToStop = new Set(['containerd', 'kube-apiserver', 'etcd']);

// Those recorded, besides those we would start: an older version of the sandbox may have started others.
async function listNames(paths: ClusterPaths): Promise<readonly string[]> {
  const recorded = await readdir(paths.processes).catch(() => []);
  const names = recorded.map((file) => file.replace(/\.json$/, ''));
  return [...new Set([...listComponents(paths, paths.cache).map(({ name }) => name), ...names])];
}

async function readSavedSettings(paths: ClusterPaths): Promise<KernelSettings> {
  const text = await readFile(join(paths.state, 'prepared.json'), 'utf8').catch(() => undefined);
  return text === undefined ? {} : (JSON.parse(text) as { kernelSettings: KernelSettings }).kernelSettings;
}
