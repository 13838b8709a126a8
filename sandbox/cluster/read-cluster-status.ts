import { readFile } from 'node:fs/promises';
import { readBackgroundProcess } from './host/background-process.ts';
import { checkHealth } from './check-health.ts';
import type { ClusterPaths } from './cluster-paths.ts';
import { determineComponentsFolder } from './build/ensure-components.ts';
import type { Component } from './component.ts';
import { listComponents } from './list-components.ts';
import { loadKubeconfig } from './client/load-kubeconfig.ts';
import { readNodeCondition } from './client/read-node-condition.ts';

export type ComponentStatus =
  | { readonly name: string; readonly state: 'healthy'; readonly pid: number; readonly memoryBytes: number }
  | {
      readonly name: string;
      readonly state: 'unhealthy';
      readonly pid: number;
      readonly memoryBytes: number;
      readonly seen: string;
    }
  | { readonly name: string; readonly state: 'stopped' };

export interface ClusterStatus {
  readonly state: 'up' | 'impaired' | 'down';
  readonly components: readonly ComponentStatus[];
  /** What the node says of itself: `Ready`, or why not. */
  readonly node: string;
  readonly memoryBytes: number;
}

/** Reads how every component and the node are right now. Changes nothing. */
export async function readClusterStatus(paths: ClusterPaths): Promise<ClusterStatus> {
  const components = listComponents(paths, await determineComponentsFolder(paths.cache));
  const statuses = await Promise.all(components.map((component) => readComponentStatus(component, paths)));
  const running = statuses.filter((status) => status.state !== 'stopped');
  const isApiServerUp = statuses.some(({ name, state }) => name === 'kube-apiserver' && state === 'healthy');
  const node = isApiServerUp ? await readNodeCondition(loadKubeconfig(paths.kubeconfig)) : 'unknown: no API server';
  const allHealthy = statuses.every(({ state }) => state === 'healthy');
  return {
    state: running.length === 0 ? 'down' : allHealthy && node === 'Ready' ? 'up' : 'impaired',
    components: statuses,
    node,
    memoryBytes: running.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0),
  };
}

async function readComponentStatus(component: Component, paths: ClusterPaths): Promise<ComponentStatus> {
  const { name } = component;
  const identity = await readBackgroundProcess(name, paths);
  if (identity === undefined) return { name, state: 'stopped' };
  const [memoryBytes, seen] = await Promise.all([readMemory(identity.pid), checkHealth(component.health)]);
  const { pid } = identity;
  return seen === undefined
    ? { name, state: 'healthy', pid, memoryBytes }
    : { name, state: 'unhealthy', pid, memoryBytes, seen };
}

// Proportional set size: what two processes share is counted once. See proc_pid_smaps_rollup(5).
async function readMemory(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1_024;
}
