import type { Environment } from '../environment/environment.ts';
import type { PullRequestAddress } from './ports/github.ts';
import type { EngineParts } from './engine-parts.ts';
import { createPassSignal } from './deploy/create-pass-signal.ts';
import type { Claims } from './deploy/find-place.ts';
import { pickPlaces } from './deploy/pick-places.ts';
import { createMemory, endBackground, type EnvironmentMemory } from './environment-memory.ts';
import { lookAtPullRequest } from './intake/look-at-pull-request.ts';
import type { Told } from './intake/told.ts';
import { ToldNews } from './intake/told-news.ts';
import { KeyQueue, type QueueLoad } from './key-queue.ts';
import { toAddress, toPullRequestKey, type PullRequestKey } from './pull-request-key.ts';
import { readHelmLoad, type HelmLoad } from './read-helm-load.ts';
import { reconcileEnvironment } from './reconcile-environment.ts';
import { reportPullRequest, type SeenSince } from './report/report-pull-request.ts';
import { determineLookout } from './shares/determine-lookout.ts';
import { fenceParts } from './shares/fence-parts.ts';
import type { Shares } from './shares/shares.ts';
import { leaveWords, takeWords } from './shares/words.ts';
import { sweep } from './sweep.ts';

export interface EngineOptions extends EngineParts {
  /** Where people see pull requests, without a slash at the end. */
  readonly githubUrl: string;
  readonly sweepIntervalMs: number;
  /** What of all work is this replica's. */
  readonly shares: Shares;
}

export interface EngineLoad {
  readonly queues: Readonly<Record<'pullRequests' | 'environments' | 'reports', QueueLoad>>;
  readonly helm: HelmLoad;
}

/** How many keys are worked on at a time: they mostly wait for GitHub and the API server. */
const concurrency = { pullRequests: 8, environments: 16, reports: 4 } as const;

/** How soon to look again whether a pull request has come to this replica. */
const lookoutMs = 1_000;

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
    // Whatever it is about to do: where another replica may be at work by now, it does not.
    this.#options = { ...options, ...fenceParts(options, options.shares) };
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
    const { cluster, shares } = this.#options;
    const { environments, world } = cluster;
    const mark = (name: string) => this.#environments.mark(name);
    const tell = (name: string) => {
      mark(name);
      const environment = environments.get(name);
      if (environment === undefined) return;
      // What was recorded is told at once, also while the pass that recorded it goes on.
      const key = toPullRequestKey(toAddressOf(environment));
      this.#reports.mark(key);
      if (environment.status.words.length > 0 && shares.holds(environment)) this.#pullRequests.mark(key);
    };
    const tellAll = () => {
      for (const { name } of environments.list()) tell(name);
    };
    const abandon = shares.onLapse(() => this.#abandon());
    this.#unsubscribe.push(environments.onChange(tell), world.onChange(mark), shares.onChange(tellAll), abandon);
    tellAll();
    this.#sweepAgain();
  }

  /** How much there is to do at the moment. */
  get load(): EngineLoad {
    return {
      queues: {
        pullRequests: this.#pullRequests.load,
        environments: this.#environments.load,
        reports: this.#reports.load,
      },
      helm: readHelmLoad(this.#options, this.#memories.values()),
    };
  }

  /** Ends what is at work. What is not done is gone on with by the next berth. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    await Promise.all([this.#pullRequests.stop(), this.#environments.stop(), this.#reports.stop()]);
    for (const { probes } of this.#memories.values()) probes.stop();
    await Promise.all([...this.#memories.values()].map(endBackground));
  }

  /** Marks a pull request and returns; what is true of it is read afterwards. */
  wakePullRequest(address: PullRequestAddress, told?: Told): void {
    if (told?.kind === 'commented' && this.#listEnvironments(address).length === 0) return;
    const key = toPullRequestKey(address);
    if (told !== undefined) this.#told.add(key, told);
    this.#pullRequests.mark(key);
  }

  /** Marks everything that may wait for something of this commit. */
  wakeCommit({ repository, sha }: { readonly repository: string; readonly sha: string }): void {
    for (const { spec } of this.#options.cluster.environments.list()) {
      const isMeant = spec.head.sha === sha || spec.approval?.sha === sha;
      if (!isMeant || spec.repository.toLowerCase() !== repository.toLowerCase()) continue;
      this.#pullRequests.mark(toPullRequestKey({ repository, number: spec.pullRequest }));
    }
  }

  /** Looks at all labelled pull requests of a repository, and at all that is there of it. */
  wakeRepository(repository: string): void {
    void this.#sweep(repository);
  }

  #listEnvironments({ repository, number }: PullRequestAddress): readonly Environment[] {
    return this.#options.cluster.environments
      .list()
      .filter(({ spec }) => spec.pullRequest === number && spec.repository.toLowerCase() === repository.toLowerCase());
  }

  async #lookAtPullRequest(key: PullRequestKey): Promise<void> {
    const { shares, cluster } = this.#options;
    const environments = this.#listEnvironments(toAddress(key));
    const place = determineLookout(key, environments, shares);
    if (place === 'later') {
      this.#pullRequests.markAfter(key, lookoutMs);
      return;
    }
    if (place === 'elsewhere') {
      const words = this.#told.list(key);
      await leaveWords(words, environments, this.#options);
      this.#told.forget(key, words.length);
      return;
    }
    for (const word of await takeWords(environments, cluster.environments)) this.#told.add(key, word);
    // Whoever was told of it, and be it of a check: each environment that waits for one looks anew.
    for (const { name } of environments) {
      const memory = this.#memories.get(name);
      if (memory !== undefined) memory.newsCount += 1;
      this.#environments.mark(name);
    }
    const told = this.#told.list(key);
    const isDealtWith = await lookAtPullRequest(toAddress(key), told, this.#options);
    // What was told in the meantime is for the next look; a look that failed forgets nothing.
    if (isDealtWith) this.#told.forget(key, told.length);
  }

  async #reconcileEnvironment(name: string): Promise<void> {
    const known = this.#options.cluster.environments.get(name);
    if (known === undefined) {
      this.#forgetEnvironment(name);
      return;
    }
    this.#addresses.set(name, toAddressOf(known));
    const environment = await this.#hold(known);
    if (environment === undefined) return;
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
    } finally {
      // It was dropped meanwhile: what this pass has begun since is nobody's.
      if (this.#memories.get(name) !== memory) await endBackground(memory);
    }
  }

  /** Resolves to the environment once this replica works on it, `undefined` where another does. */
  async #hold(environment: Environment): Promise<Environment | undefined> {
    const { name } = environment;
    const address = toAddressOf(environment);
    const key = toPullRequestKey(address);
    const isBusy = this.#listEnvironments(address).some((one) => this.#memories.get(one.name)?.runner?.running.size);
    const hold = await this.#options.shares.hold(environment, key, isBusy, () => this.#dropMemory(name));
    if (hold.kind === 'held') {
      // What the other was told of and had not dealt with is lost with it.
      if (hold.isTakenOver) this.#pullRequests.mark(key);
      return hold.environment;
    }
    await this.#dropMemory(name);
    if (hold.lookAgainMs !== undefined) this.#environments.markAfter(name, hold.lookAgainMs);
    return undefined;
  }

  /** Ends all that is at work and forgets what led to it: another replica may go on with it, or this one anew. */
  async #abandon(): Promise<void> {
    await Promise.all([...this.#memories.keys()].map((name) => this.#dropMemory(name)));
  }

  async #dropMemory(name: string): Promise<void> {
    const memory = this.#memories.get(name);
    this.#memories.delete(name);
    this.#claims.delete(name);
    if (memory === undefined) return;
    memory.probes.stop();
    const { cluster } = this.#options;
    cluster.world.forgetNamespace(cluster.environments.get(name)?.status.namespace ?? '');
    await endBackground(memory);
  }

  /** Its end is where another of the same name may begin, and where others may have waited for its place. */
  #forgetEnvironment(name: string): void {
    const address = this.#addresses.get(name);
    const memory = this.#memories.get(name);
    memory?.probes.stop();
    if (memory !== undefined) void endBackground(memory); // of one that was taken away by force
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
    const { shares } = this.#options;
    // Who works on all of them knows what there is to tell.
    if (!this.#listEnvironments(toAddress(key)).every((one) => shares.holds(one))) return;
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
    const { cluster, log, shares, sweepIntervalMs } = this.#options;
    for (const memory of pickPlaces(this.#memories.values(), sweepIntervalMs)) memory.placedFor = undefined;
    for (const { name } of cluster.environments.list()) this.#environments.mark(name);
    const wake = (address: PullRequestAddress) => {
      const key = toPullRequestKey(address);
      const isElsewhere = !shares.isOwn(key) && this.#listEnvironments(address).length > 0;
      // Whoever works on it sweeps as well; of a single repository only this replica was told.
      if (!isElsewhere || repository !== undefined) this.#pullRequests.mark(key);
    };
    const { isSweeper } = shares;
    try {
      await sweep({ parts: this.#options, repository, isSweeper, wake, signal: this.#stopping.signal });
    } catch (error) {
      log.warn({ action: 'sweep', err: error }, 'trying again later');
    }
  }
}

function toAddressOf({ spec }: Environment): PullRequestAddress {
  return { repository: spec.repository, number: spec.pullRequest };
}
