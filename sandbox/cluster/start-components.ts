import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../user-error.ts';
import { readBackgroundProcess, startBackgroundProcess, stopBackgroundProcess } from './host/background-process.ts';
import { checkHealth } from './check-health.ts';
import type { ClusterPaths } from './cluster-paths.ts';
import type { Component } from './component.ts';
import type { Progress } from './progress.ts';

const healthyWithinMs = 90_000; // seen: 3 s; a machine under full load takes long
const frozenAfterMs = 4_000; // two health checks without an answer; one that works answers in milliseconds
const frozenGraceMs = 1_000;

interface StartOptions {
  readonly paths: ClusterPaths;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

/**
 * Starts those of the components that do not run, restarts those that run and stay silent, and resolves when all are healthy.
 * Throws UserError when a port is taken by another program, or a component ends or stays unhealthy; the sentence closes with its log.
 */
export async function startComponents(components: readonly Component[], options: StartOptions): Promise<void> {
  const others = new AbortController();
  const signal = AbortSignal.any([others.signal, ...(options.signal === undefined ? [] : [options.signal])]);
  const starts = components.map((component) =>
    startComponent(component, { ...options, signal }).catch((error: unknown) => {
      others.abort(error);
      throw error;
    }),
  );
  // All of them have come to an end before the caller goes on: it may take down what they start.
  await Promise.allSettled(starts);
  signal.throwIfAborted();
}

async function startComponent(component: Component, { paths, progress, signal }: StartOptions): Promise<void> {
  const { name } = component;
  signal?.throwIfAborted();
  let isOld = (await readBackgroundProcess(name, paths)) !== undefined;
  if (!isOld) await startAnew(component, paths, progress);
  const startedAtMs = performance.now();
  let seen = await checkHealth(component.health);
  while (seen !== undefined) {
    signal?.throwIfAborted();
    const waitedMs = performance.now() - startedAtMs;
    if (waitedMs > healthyWithinMs) throw await toStartError(component, `is still not healthy (${seen})`, paths);
    if ((await readBackgroundProcess(name, paths)) === undefined) throw await toStartError(component, 'ended', paths);
    if (isOld && waitedMs > frozenAfterMs) {
      isOld = false;
      progress(`${name} runs but ${seen}: restarting it`);
      await stopBackgroundProcess(name, paths, frozenGraceMs);
      await startAnew(component, paths, progress);
    }
    await sleep(50);
    seen = await checkHealth(component.health);
  }
}

async function startAnew(component: Component, paths: ClusterPaths, progress: Progress): Promise<void> {
  for (const port of component.loopbackPorts) await assertFree(port, component.name);
  progress(`starting ${component.name}`);
  await startBackgroundProcess(component, paths);
}

async function assertFree(port: number, name: string): Promise<void> {
  const seen = await checkHealth({ kind: 'tcp', host: '127.0.0.1', port });
  if (seen !== undefined) return;
  throw new UserError(
    `port ${port}, which ${name} of the sandbox cluster needs, is in use by another program: ` +
      `find it with \`ss -ltnp 'sport = :${port}'\`, end it, and run the command again`,
  );
}

async function toStartError({ name }: Component, what: string, paths: ClusterPaths): Promise<UserError> {
  const file = join(paths.logs, `${name}.log`);
  const lines = (await readFile(file, 'utf8').catch(() => '')).trim().split('\n').slice(-4);
  return new UserError(`starting the sandbox cluster: ${name} ${what}. The end of "${file}":\n${lines.join('\n')}`);
}
