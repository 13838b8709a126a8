import { Watch, type KubeConfig } from '@kubernetes/client-node';
import { EnvironmentStatus } from '../../src/environment/environment.ts';

/** An `Environment` object as it was last told of. */
export interface SeenEnvironment {
  readonly name: string;
  readonly status: EnvironmentStatus;
  readonly seenAtMs: number;
}

export interface EnvironmentWatch {
  find(pullRequest: number): SeenEnvironment | undefined;
  /** Resolves as soon as the environment of a pull request, or its absence, is as asked for. */
  until(
    pullRequest: number,
    isThere: (environment: SeenEnvironment | undefined) => boolean,
    signal: AbortSignal,
  ): Promise<SeenEnvironment | undefined>;
  close(): void;
}

interface EnvironmentObject {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly pullRequest: number };
  readonly status?: unknown;
}

/** Watches the environments of an installation of berth: one request, and no asking that would itself take time. */
export function watchEnvironments(config: KubeConfig, namespace: string): EnvironmentWatch {
  const environments = new Map<number, SeenEnvironment>();
  const waiting = new Set<() => void>();
  const closing = new AbortController();
  void follow(config, namespace, closing.signal, (type, { metadata, spec, status }) => {
    if (type === 'DELETED') environments.delete(spec.pullRequest);
    else {
      const seen = { name: metadata.name, status: EnvironmentStatus.parse(status ?? {}), seenAtMs: Date.now() };
      environments.set(spec.pullRequest, seen);
    }
    for (const check of waiting) check();
  });
  return {
    find: (pullRequest) => environments.get(pullRequest),
    until: (pullRequest, isThere, signal) => {
      const isDone = () => isThere(environments.get(pullRequest));
      return untilTold(waiting, isDone, signal).then(() => environments.get(pullRequest));
    },
    close: () => closing.abort(),
  };
}

async function follow(
  config: KubeConfig,
  namespace: string,
  signal: AbortSignal,
  tell: (type: string, object: EnvironmentObject) => void,
): Promise<void> {
  const watch = new Watch(config);
  while (!signal.aborted) {
    const { promise: ended, resolve } = Promise.withResolvers<undefined>();
    const path = `/apis/berth.dev/v1alpha1/namespaces/${namespace}/environments`;
    const request = await watch.watch(path, {}, tell, () => resolve(undefined));
    const stop = () => request.abort();
    signal.addEventListener('abort', stop, { once: true });
    await ended;
    signal.removeEventListener('abort', stop);
  }
}

function untilTold(waiting: Set<() => void>, isDone: () => boolean, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (finish: () => void) => {
      waiting.delete(check);
      signal.removeEventListener('abort', abort);
      finish();
    };
    const abort = () => end(() => reject(signal.reason as Error));
    const check = () => {
      try {
        if (isDone()) end(resolve);
      } catch (error) {
        end(() => reject(error));
      }
    };
    waiting.add(check);
    if (signal.aborted) abort();
    else {
      signal.addEventListener('abort', abort, { once: true });
      check();
    }
  });
}
