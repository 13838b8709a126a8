import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../user-error.ts';
import { assertCanRunPods } from './host/assert-can-run-pods.ts';
import { determineClusterPaths, type ClusterPaths } from './cluster-paths.ts';
import { takeDown } from './down.ts';
import { ensureClusterObjects } from './client/ensure-cluster-objects.ts';
import { ensureComponents } from './build/ensure-components.ts';
import { ensureDebianPackages } from './ensure-debian-packages.ts';
import { ensurePauseImage } from './ensure-pause-image.ts';
import { listComponents } from './list-components.ts';
import { ensureNetwork, readKernelSettings } from './host/network.ts';
import type { Progress } from './progress.ts';
import { loadKubeconfig } from './client/load-kubeconfig.ts';
import { readNodeCondition } from './client/read-node-condition.ts';
import { startComponents } from './start-components.ts';
import { withClusterLock } from './host/with-cluster-lock.ts';
import { writeConfiguration } from './configuration/write-configuration.ts';

export const debianPackages = [
  ...['containerd', 'runc', 'containernetworking-plugins'],
  ...['iptables', 'iproute2', 'mount', 'socat', 'openssl', 'docker-registry'],
] as const;

const nodeReadyWithinMs = 120_000;

interface UpOptions {
  readonly progress: Progress;
  readonly signal?: AbortSignal;
  readonly paths?: ClusterPaths;
}

/**
 * Brings the sandbox cluster to a ready node, from whatever there is: nothing at all, a cluster with dead components, or one that is up.
 * When a first start does not succeed, all of it is taken away again. Throws UserError for what a person can mend.
 */
export async function up({ progress, signal, paths = determineClusterPaths() }: UpOptions): Promise<void> {
  assertCanRunPods();
  await withClusterLock(progress, async () => {
    await ensureDebianPackages(debianPackages, { onProgress: progress });
    const binaries = await ensureComponents({ cache: paths.cache, progress, ...(signal && { signal }) });
    const isFirstStart = await prepareState(paths, progress);
    try {
      await bringUp(paths, binaries, { progress, ...(signal && { signal }) });
    } catch (error) {
      if (isFirstStart) await takeDown(paths, progress);
      throw error;
    }
  });
}

/** Lays out state and configuration unless a cluster is there already; a layout cut short counts as none. */
async function prepareState(paths: ClusterPaths, progress: Progress): Promise<boolean> {
  const prepared = join(paths.state, 'prepared.json');
  if ((await readFile(prepared, 'utf8').catch(() => undefined)) !== undefined) return false;
  progress('preparing certificates and configuration');
  await rm(paths.state, { recursive: true, force: true });
  const folders = [paths.state, paths.run, paths.volumes, dirname(paths.auditLog), join(paths.state, 'volume-plugins')];
  for (const folder of folders) await mkdir(folder, { recursive: true, mode: 0o711 });
  await writeConfiguration(paths);
  await writeFile(prepared, JSON.stringify({ kernelSettings: await readKernelSettings() }));
  return true;
}

async function bringUp(paths: ClusterPaths, binaries: string, options: Omit<UpOptions, 'paths'>): Promise<void> {
  const components = listComponents(paths, binaries);
  const start = (stage: number) =>
    startComponents(
      components.filter((component) => component.stage === stage),
      { paths, ...options },
    );
  await ensureNetwork();
  await start(0);
  await ensurePauseImage(paths, options.progress, options.signal);
  await start(1);
  await ensureClusterObjects(paths.kubeconfig);
  await start(2);
  await waitForNode(paths, options);
}

async function waitForNode(paths: ClusterPaths, { progress, signal }: Omit<UpOptions, 'paths'>): Promise<void> {
  const deadline = Date.now() + nodeReadyWithinMs;
  let seen = '';
  while (Date.now() < deadline) {
    signal?.throwIfAborted();
    const condition = await readNodeCondition(loadKubeconfig(paths.kubeconfig));
    if (condition === 'Ready') return;
    if (condition !== seen) progress(`waiting for the node: ${condition}`);
    seen = condition;
    await sleep(100);
  }
  throw new UserError(`starting the sandbox cluster: its node is ${seen}; see "${join(paths.logs, 'kubelet.log')}"`);
}
