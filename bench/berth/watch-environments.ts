import type { KubeConfig } from '@kubernetes/client-node';
import { EnvironmentStatus } from '../../src/environment/environment.ts';
import { watchObjects } from '../watch-objects.ts';

/** An `Environment` object as it was last told of. */
export interface SeenEnvironment {
  readonly name: string;
  readonly status: EnvironmentStatus;
  readonly seenAtMs: number;
}

export interface EnvironmentWatch {
  /** The commits that berth began to deploy, in order. */
  listCommits(pullRequest: number): readonly string[];
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
  const commits = new Map<number, readonly string[]>();
  const waiting = new Set<() => void>();
  const closing = new AbortController();
  const path = `/apis/berth.dev/v1alpha1/namespaces/${namespace}/environments`;
  const onChange = (kind: 'there' | 'gone', { metadata, spec, status }: EnvironmentObject) => {
    if (kind === 'gone') environments.delete(spec.pullRequest);
    else {
      const seen = { name: metadata.name, status: EnvironmentStatus.parse(status ?? {}), seenAtMs: Date.now() };
      environments.set(spec.pullRequest, seen);
      const before = commits.get(spec.pullRequest) ?? [];
      const { commit } = seen.status;
      if (commit !== undefined && before.at(-1) !== commit) commits.set(spec.pullRequest, [...before, commit]);
    }
    for (const check of waiting) check();
  };
  void watchObjects({ config, path, onChange }, closing.signal);
  return {
    listCommits: (pullRequest) => commits.get(pullRequest) ?? [],
    until: (pullRequest, isThere, signal) => {
      const isDone = () => isThere(environments.get(pullRequest));
      return untilTold(waiting, isDone, signal).then(() => environments.get(pullRequest));
    },
    close: () => closing.abort(),
  };
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
        end(() => reject(error instanceof Error ? error : new Error(String(error))));
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
