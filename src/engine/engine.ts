import type { Environment } from '../environment/environment.ts';
import type { PullRequestAddress } from './ports/github.ts';
import type { EngineParts } from './engine-parts.ts';
import { createPassSignal } from './deploy/create-pass-signal.ts';
import type { Claims } from './deploy/find-place.ts';
import { createMemory, type EnvironmentMemory } from './environment-memory.ts';
import { lookAtPullRequest } from './intake/look-at-pull-request.ts';
import type { Told } from './intake/told.ts';
import { ToldNews } from './intake/told-news.ts';
import { KeyQueue, type QueueLoad } from './key-queue.ts';
import { toAddress, toPullRequestKey, type PullRequestKey } from './pull-request-key.ts';
import { reconcileEnvironment } from './reconcile-environment.ts';
import { reportPullRequest, type SeenSince } from './report/report-pull-request.ts';
import { sweep } from './sweep.ts';

export interface EngineOptions extends EngineParts {
  /** Where people see pull requests, without a slash at the end. */
  readonly githubUrl: string;
  readonly sweepIntervalMs: number;
}

export interface EngineLoad {
  readonly queues: Readonly<Record<'pullRequests' | 'environments' | 'reports', QueueLoad>>;
  readonly helm: QueueLoad & { readonly slots: number };
}

/** How many keys are worked on at a time: they mostly wait for GitHub and the API server. */
const concurrency = { pullRequests: 8, environments: 16, reports: 4 } as const;

/**
 * Brings every environment to what is wanted of it. Three queues do all the work: what GitHub says becomes what is wanted,
 * what is wanted becomes what is there, and what is there is told to GitHub. Each wakes the next.
 */
export class Engine {
  readonly #options: EngineOptions;
  readonly #stopping = new AbortController();
  readonly #told = new ToldNews();
  readonly #memories = new Map<string, EnvironmentMemory>();
  readonly #addresses = new Map<string, PullRequestAddress>();
  readonly #seen: SeenSince = new Map();
  readonly #refusals = new Map<string, number>();
  readonly #claims: Claims = new Map();
  readonly #pullRequests: KeyQueue<PullRequestKey>;
  readonly #environments: KeyQueue<string>;
  readonly #reports: KeyQueue<PullRequestKey>;
  readonly #unsubscribe: (() => void)[] = [];

  constructor(options: EngineOptions) {
    this.#options = options;
    const { clock, log } = options;
    const onError = (key: string, error: unknown) => log.warn({ key, err: error }, 'trying again later');
    const common = { clock, onError };
    this.#pullRequests = new KeyQueue<PullRequestKey>({
      ...common,
      concurrency: concurrency.pullRequests,
      work: (key) => this.#lookAtPullRequest(key),
    });
    this.#environments = new KeyQueue({
      ...common,
      concurrency: concurrency.environments,
      work: (name) => this.#reconcileEnvironment(name),
    });
    this.#reports = new KeyQueue<PullRequestKey>({
      ...common,
      concurrency: concurrency.reports,
      work: (key) => this.#reportPullRequest(key),
    });
  }

  /** Looks at everything now, and then again and again. */
  start(): void {
    const { environments, world } = this.#options.cluster;
    const mark = (name: string) => this.#environments.mark(name);
    const tell = (name: string) => {
      mark(name);
      // What was recorded is told at once, also while the pass that recorded it goes on.
      const environment = environments.get(name);
      if (environment !== undefined) this.#reports.mark(toPullRequestKey(toAddressOf(environment)));
    };
    this.#unsubscribe.push(environments.onChange(tell), world.onChange(mark));
    for (const { name } of environments.list()) tell(name);
    this.#sweepAgain();
  }

  /** How much there is to do at the moment. */
  get load(): EngineLoad {
    const { slots } = this.#options;
    return {
      queues: {
        pullRequests: this.#pullRequests.load,
        environments: this.#environments.load,
        reports: this.#reports.load,
      },
      helm: { working: slots.pending, waiting: slots.size, slots: slots.concurrency },
    };
  }

  /** Ends what is at work. What is not done is gone on with by the next berth. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    await Promise.all([this.#pullRequests.stop(), this.#environments.stop(), this.#reports.stop()]);
    for (const { probes } of this.#memories.values()) probes.stop();
    await Promise.all([...this.#memories.values()].map(async ({ runner }) => await runner?.cancel()));
  }

  /** Marks a pull request and returns; what is true of it is read afterwards. */
  wakePullRequest(address: PullRequestAddress, told?: Told): void {
    if (told?.kind === 'commented' && !this.#hasEnvironment(address)) return;
    const key = toPullRequestKey(address);
    if (told !== undefined) this.#told.add(key, told);
    this.#pullRequests.mark(key);
  }

  /** Marks everything that may wait for something of this commit. */
  wakeCommit({ repository, sha }: { readonly repository: string; readonly sha: string }): void {
    for (const { name, spec } of this.#options.cluster.environments.list()) {
      if (spec.repository.toLowerCase() !== repository.toLowerCase() || spec.head.sha !== sha) continue;
      this.#environments.mark(name);
      this.#pullRequests.mark(toPullRequestKey({ repository, number: spec.pullRequest }));
    }
  }

  /** Looks at all labelled pull requests of a repository, and at all that is there of it. */
  wakeRepository(repository: string): void {
    void this.#sweep(repository);
  }

  #hasEnvironment({ repository, number }: PullRequestAddress): boolean {
    return this.#options.cluster.environments
      .list()
      .some(({ spec }) => spec.pullRequest === number && spec.repository.toLowerCase() === repository.toLowerCase());
  }

  async #lookAtPullRequest(key: PullRequestKey): Promise<void> {
    const told = this.#told.list(key);
    const isDealtWith = await lookAtPullRequest(toAddress(key), told, this.#options);
    // What was told in the meantime is for the next look; a look that failed forgets nothing.
    if (isDealtWith) this.#told.forget(key, told.length);
  }

  async #reconcileEnvironment(name: string): Promise<void> {
    const environment = this.#options.cluster.environments.get(name);
    if (environment === undefined) {
      this.#forgetEnvironment(name);
      return;
    }
    this.#addresses.set(name, toAddressOf(environment));
    const wake = () => this.#environments.mark(name);
    const memory = this.#memories.get(name) ?? createMemory(this.#options, wake);
    this.#memories.set(name, memory);
    const wakeAfter = (delayMs: number) => this.#environments.markAfter(name, delayMs);
    const parts = this.#options;
    using news = createPassSignal(environment, parts.cluster.environments, this.#stopping.signal);
    const { signal } = news;
    try {
      await reconcileEnvironment({ environment, memory, parts, claims: this.#claims, wake, wakeAfter, signal });
    } catch (error) {
      // What is wanted now has its turn next.
      if (signal.aborted) return;
      // It may have been told as removed, and forgotten, while this pass looked at it.
      if (this.#options.cluster.environments.get(name) !== undefined) throw error;
      this.#forgetEnvironment(name);
    }
  }

  /** Its end is where another of the same name may begin, and where others may have waited for its place. */
  #forgetEnvironment(name: string): void {
    const address = this.#addresses.get(name);
    const memory = this.#memories.get(name);
    memory?.probes.stop();
    void memory?.runner?.cancel(); // of one that was taken away by force
    this.#memories.delete(name);
    this.#addresses.delete(name);
    this.#seen.delete(name);
    this.#claims.delete(name);
    for (const refused of this.#refusals.keys()) if (refused.startsWith(`${name} `)) this.#refusals.delete(refused);
    if (address !== undefined) this.#pullRequests.mark(toPullRequestKey(address));
    for (const { name: other, status } of this.#options.cluster.environments.list()) {
      if (status.phase === 'Waiting') this.#environments.mark(other);
    }
  }

  async #reportPullRequest(key: PullRequestKey): Promise<void> {
    const parts = { ...this.#options, refusals: this.#refusals };
    const waitMs = await reportPullRequest(toAddress(key), parts, this.#seen);
    if (waitMs !== undefined) this.#reports.markAfter(key, waitMs);
  }

  #sweepAgain(): void {
    const { clock, sweepIntervalMs } = this.#options;
    void this.#sweep().finally(() => {
      if (!this.#stopping.signal.aborted) clock.wakeAfter(sweepIntervalMs, () => this.#sweepAgain());
    });
  }

  async #sweep(repository?: string): Promise<void> {
    const { cluster, log } = this.#options;
    // Somebody may have taken a quota or a policy away: each namespace is made sure of once more.
    for (const memory of this.#memories.values()) memory.placedFor = undefined;
    for (const { name } of cluster.environments.list()) this.#environments.mark(name);
    const wake = (address: PullRequestAddress) => this.#pullRequests.mark(toPullRequestKey(address));
    try {
      await sweep({ parts: this.#options, repository, wake, signal: this.#stopping.signal });
    } catch (error) {
      log.warn({ action: 'sweep', err: error }, 'trying again later');
    }
  }
}

function toAddressOf({ spec }: Environment): PullRequestAddress {
  return { repository: spec.repository, number: spec.pullRequest };
}
