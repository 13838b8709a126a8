import type { PullRequestAddress } from './ports/github.ts';
import type { EngineParts } from './engine-parts.ts';
import { createMemory, type EnvironmentMemory } from './environment-memory.ts';
import { lookAtPullRequest } from './intake/look-at-pull-request.ts';
import type { Told } from './intake/told.ts';
import { createKeyQueue } from './key-queue.ts';
import { reconcileEnvironment } from './reconcile-environment.ts';
import { reportPullRequest, type SeenSince } from './report/report-pull-request.ts';
import { sweep } from './sweep.ts';

export interface Engine {
  /** Each marks and returns; what is true is read afterwards. */
  wakePullRequest(address: PullRequestAddress, told?: Told): void;
  wakeCommit(commit: { readonly repository: string; readonly sha: string }): void;
  wakeRepository(repository: string): void;
  /** Looks at everything now, and then again and again. */
  start(): void;
  /** Ends what is at work; what is not done is gone on with by the next berth. */
  stop(): Promise<void>;
}

interface EngineOptions extends EngineParts {
  readonly githubUrl: string;
  readonly sweepIntervalMs: number;
}

type PullRequestKey = `${string}#${number}`;

/** How many keys are worked on at a time: they mostly wait for GitHub and the API server. */
const concurrency = { pullRequests: 8, environments: 16, reports: 4 } as const;

export function createEngine(options: EngineOptions): Engine {
  const { cluster, clock, log } = options;
  const stopping = new AbortController();
  const told = new Map<PullRequestKey, Told[]>();
  const memories = new Map<string, EnvironmentMemory>();
  const addresses = new Map<string, PullRequestAddress>();
  const seen: SeenSince = new Map();
  const onError = (action: string) => (key: string, error: unknown) =>
    log.warn({ key, action, err: error }, 'trying again later');

  const pullRequests = createKeyQueue<PullRequestKey>({
    clock,
    concurrency: concurrency.pullRequests,
    work: async (key) => {
      const heard = told.get(key) ?? [];
      await lookAtPullRequest(toAddress(key), heard, options);
      // What was told in the meantime is for the next look; a look that failed forgets nothing.
      forget(told, key, heard.length);
    },
    onError: onError('pullRequest'),
  });
  const environments = createKeyQueue({
    clock,
    concurrency: concurrency.environments,
    work: workOnEnvironment,
    onError: onError('environment'),
  });
  const reports = createKeyQueue<PullRequestKey>({
    clock,
    concurrency: concurrency.reports,
    work: async (key) => {
      const waitMs = await reportPullRequest(toAddress(key), options, seen);
      if (waitMs !== undefined) reports.markAfter(key, waitMs);
    },
    onError: onError('report'),
  });

  async function workOnEnvironment(name: string): Promise<void> {
    const environment = cluster.environments.get(name);
    if (environment === undefined) {
      forgetEnvironment(name);
      return;
    }
    const { repository, pullRequest } = environment.spec;
    const address = { repository, number: pullRequest };
    addresses.set(name, address);
    const wake = () => environments.mark(name);
    const memory = memories.get(name) ?? createMemory(options, wake);
    memories.set(name, memory);
    const wakeAfter = (delayMs: number) => environments.markAfter(name, delayMs);
    const signal = stopping.signal;
    await reconcileEnvironment({ environment, memory, parts: options, wake, wakeAfter, signal });
    reports.mark(toKey(address));
  }

  /** Its end is where another of the same name may begin, and where others may have waited for its place. */
  function forgetEnvironment(name: string): void {
    const address = addresses.get(name);
    memories.get(name)?.probes.stop();
    memories.delete(name);
    addresses.delete(name);
    seen.delete(name);
    if (address !== undefined) pullRequests.mark(toKey(address));
    for (const { name: other, status } of cluster.environments.list()) {
      if (status.phase === 'Waiting') environments.mark(other);
    }
  }

  const wakePullRequest = (address: PullRequestAddress, one?: Told) => {
    const key = toKey(address);
    if (one !== undefined) told.set(key, [...(told.get(key) ?? []), one].slice(-mostTold));
    pullRequests.mark(key);
  };
  const sweepAll = async (repository?: string) => {
    for (const memory of memories.values()) memory.placedFor = undefined;
    await sweep({ parts: options, repository, wake: wakePullRequest, signal: stopping.signal });
    for (const { name } of cluster.environments.list()) environments.mark(name);
  };
  const sweepAgain = () => {
    void sweepAll()
      .catch((error: unknown) => log.warn({ err: error }, 'sweeping'))
      .finally(() => {
        if (!stopping.signal.aborted) clock.wakeAfter(options.sweepIntervalMs, sweepAgain);
      });
  };
  const unsubscribe: (() => void)[] = [];

  return {
    wakePullRequest,
    wakeCommit({ repository, sha }) {
      for (const { spec } of cluster.environments.list()) {
        if (spec.repository.toLowerCase() !== repository.toLowerCase() || spec.head.sha !== sha) continue;
        wakePullRequest({ repository, number: spec.pullRequest });
      }
    },
    wakeRepository(repository) {
      void sweepAll(repository).catch((error: unknown) => log.warn({ repository, err: error }, 'sweeping'));
    },
    start() {
      unsubscribe.push(
        cluster.environments.onChange((name) => environments.mark(name)),
        cluster.world.onChange((name) => environments.mark(name)),
      );
      for (const { name } of cluster.environments.list()) environments.mark(name);
      sweepAgain();
    },
    async stop() {
      stopping.abort();
      for (const each of unsubscribe) each();
      await Promise.all([pullRequests.stop(), environments.stop(), reports.stop()]);
      await Promise.all([...memories.values()].map((memory) => memory.runner?.cancel()));
      for (const memory of memories.values()) memory.probes.stop();
    },
  };
}

/** So that a storm of webhooks about one pull request takes no room; the newest tell the most. */
const mostTold = 20;

function forget(told: Map<PullRequestKey, Told[]>, key: PullRequestKey, count: number): void {
  const rest = (told.get(key) ?? []).slice(count);
  if (rest.length === 0) told.delete(key);
  else told.set(key, rest);
}

function toKey({ repository, number }: PullRequestAddress): PullRequestKey {
  return `${repository}#${number}`;
}

function toAddress(key: PullRequestKey): PullRequestAddress {
  const at = key.lastIndexOf('#');
  return { repository: key.slice(0, at), number: Number(key.slice(at + 1)) };
}
