import PQueue from 'p-queue';
import { mayPass } from '../../environment/may-pass.ts';
import { reasons, type Reason } from '../../environment/reasons.ts';
import type { ReleaseStatus } from '../../environment/release-status.ts';
import type { EngineParts } from '../engine-parts.ts';
import type { Cue, HelmRun } from '../ports/helm.ts';
import type { Recovery, ReleaseDecision, RunningRelease } from './decide-releases.ts';
import { FairQueue } from '../fair-queue.ts';
import { determineBackoffMs } from '../key-queue.ts';
import type { Clock } from '../ports/clock.ts';
import { restoreFailure, toFailure, type Failure } from './failure.ts';
import type { Goal } from './goal.ts';
import type { HeadStart } from './head-starts.ts';
import { Timekeeper } from './timekeeper.ts';

interface ReleaseRunnerOptions extends Pick<
  EngineParts,
  'helm' | 'cluster' | 'slots' | 'headStarts' | 'clock' | 'telemetry' | 'log'
> {
  readonly namespace: string;
  /** As recorded by a berth before this one, and of which commit. */
  readonly before: { readonly releases: readonly ReleaseStatus[]; readonly sha: string | undefined };
  /** Called back each time Helm has ended. */
  readonly onEnd: () => void;
}

type Start = Extract<ReleaseDecision, { kind: 'start' }>;
type NamedRelease = Pick<ReleaseStatus, 'id' | 'helmRelease'>;

/** Hooks may take minutes, and hold their slots: those of one environment leave some for the others. */
const largestShare = 3 / 4;
/** A hook that failed twice would fail a third time: what it was to clean up goes with the namespace. */
const mostHookAttempts = 2;
/** An output may change again and again before what gives it is ready. */
const mostHeadStarts = 3;
const uninstallTimeoutMs = 60_000;
const uninstallPauseMs = 300_000;
const longestRereadMs = 15_000;
/** Stands for the digest where Helm takes away. */
const uninstalled = '';

interface Work extends Pick<Failure, 'digest' | 'sha'> {
  readonly helmRelease: string;
  readonly priority: number;
}

interface Run extends RunningRelease, Pick<Failure, 'sha'> {
  hasBegun: boolean;
  /** What waits for its slot leaves the queue; what has begun keeps its slot until Helm has ended. */
  readonly queueing: AbortController;
  readonly helm: AbortController;
}

/** Runs Helm for the releases of one environment, each in the background and never twice at a time for one release. */
export class ReleaseRunner {
  readonly times: Timekeeper;
  readonly #options: ReleaseRunnerOptions;
  readonly #turns: EngineParts['slots'];
  readonly #running = new Map<string, Run>();
  readonly #ends = new Set<Promise<void>>();
  readonly #failures: Map<string, Failure>;
  readonly #attempts: Map<string, number>;
  /** For which commit Helm was begun ahead last, and how often for that. */
  readonly #begunAhead = new Map<string, { readonly sha: string; readonly count: number }>();
  /** How often each could not be uninstalled, by no fault of the cluster. */
  readonly #brokenUninstalls = new Map<string, number>();
  readonly #cancelling = new AbortController();

  constructor(options: ReleaseRunnerOptions) {
    this.#options = options;
    const { before, slots } = options;
    const most = Math.max(1, Math.floor(slots.concurrency * largestShare));
    this.#turns = new PQueue({ concurrency: most, queueClass: FairQueue });
    const { releases, sha } = before;
    this.#failures = new Map(releases.flatMap((release) => restoreFailure(release, sha)));
    this.#attempts = new Map(releases.map(({ helmRelease, attempts }) => [helmRelease, attempts]));
    this.times = new Timekeeper({ ...options, before: releases });
  }

  /** What Helm is at work on, or soon will be, by Helm's name of the release. */
  get running(): ReadonlyMap<string, RunningRelease> {
    return this.#running;
  }

  /** How many wait until others of this environment have ended; whoever waits for a slot beside other environments is not among them. */
  get waiting(): number {
    return this.#turns.size;
  }

  get failures(): ReadonlyMap<string, Failure> {
    return this.#failures;
  }

  /** How often Helm has ended with an error for the same inputs. */
  get attempts(): ReadonlyMap<string, number> {
    return this.#attempts;
  }

  start(start: Start, goal: Goal): void {
    const { release, digest, recovery } = start;
    const { helmRelease, remainingMs } = release;
    const askedAtMs = this.#options.clock.nowMs();
    this.times.noteRunnable(helmRelease, digest);
    this.#run({ helmRelease, digest, sha: goal.sha, priority: remainingMs }, async (signal) => {
      this.times.noteStarted(helmRelease, digest, askedAtMs);
      const inputs = recovery === 'none' ? identifyInputs(start, goal) : undefined;
      const headStart = await this.#takeHeadStart(helmRelease, inputs);
      await this.#recover(recovery, release, signal);
      await (headStart === undefined ? this.#upgrade(start, goal, signal) : headStart.finish(signal));
      this.times.noteApplied(helmRelease, digest);
    });
  }

  /**
   * Begins Helm for what is about to start, where there is room, and ends what was begun for anything else. What waits for a
   * slot by now keeps its own.
   */
  giveHeadStarts(starts: readonly Start[], goal: Goal): void {
    const { headStarts, namespace } = this.#options;
    const wanted = new Map(starts.map((start) => [start.release.helmRelease, identifyInputs(start, goal)]));
    void headStarts.endUnless(
      namespace,
      (helmRelease, inputs) => this.#running.has(helmRelease) || wanted.get(helmRelease) === inputs,
    );
    for (const start of starts) {
      const { helmRelease } = start.release;
      const begun = this.#begunAhead.get(helmRelease);
      const count = begun?.sha === goal.sha ? begun.count : 0;
      if (count >= mostHeadStarts) continue;
      const hasBegun = headStarts.begin(
        { namespace, helmRelease, inputs: identifyInputs(start, goal) },
        (cue, signal) => this.#upgrade(start, goal, signal, cue),
      );
      if (hasBegun) this.#begunAhead.set(helmRelease, { sha: goal.sha, count: count + 1 });
    }
  }

  uninstall(release: NamedRelease, timeoutMs: number): void {
    const { helmRelease } = release;
    this.#run({ helmRelease, digest: uninstalled, sha: undefined, priority: Infinity }, async (signal) => {
      await this.#takeHeadStart(helmRelease, undefined);
      const runHooks = (this.#brokenUninstalls.get(helmRelease) ?? 0) < mostHookAttempts;
      const run = await this.#describeRun(release, timeoutMs);
      await this.#options.helm.uninstall({ ...run, runHooks }, signal);
    });
  }

  /** Has what failed for one of these reasons, for good, tried again; later each time. */
  retry(which: ReadonlySet<Reason>): void {
    for (const [helmRelease, failure] of this.#failures) {
      if (failure.retryAtMs !== undefined || !which.has(failure.reason)) continue;
      const delayMs = determineBackoffMs(this.#attempts.get(helmRelease) ?? 1);
      this.#failures.set(helmRelease, { ...failure, retryAtMs: this.#options.clock.nowMs() + delayMs });
    }
  }

  /** When an uninstall that failed may be tried again. */
  findUninstallRetryMs(helmRelease: string): number {
    const failure = this.#failures.get(helmRelease);
    return failure?.digest === uninstalled ? (failure.retryAtMs ?? 0) : 0;
  }

  /** Gives up a run that nobody wants any more. That is no failure: what Helm left is what the next one begins with. */
  end(helmRelease: string): void {
    const run = this.#running.get(helmRelease);
    if (run === undefined) return;
    if (run.hasBegun) run.helm.abort();
    else run.queueing.abort();
  }

  /** Ends every Helm that is at work and resolves once none is. */
  async cancel(): Promise<void> {
    this.#cancelling.abort();
    for (const helmRelease of this.#running.keys()) this.end(helmRelease);
    const { headStarts, namespace } = this.#options;
    await Promise.all([...this.#ends, headStarts.endUnless(namespace, () => false)]);
  }

  #run({ helmRelease, digest, sha, priority }: Work, work: (signal: AbortSignal) => Promise<void>): void {
    const run: Run = { digest, sha, hasBegun: false, queueing: new AbortController(), helm: new AbortController() };
    this.#running.set(helmRelease, run);
    const { namespace: share, slots, onEnd } = this.#options;
    const { signal } = run.queueing;
    const begin = () => slots.add(() => this.#runHelm(helmRelease, run, work), { priority, share, signal });
    const end = this.#turns
      .add(begin, { priority, signal })
      .then(() => this.#readAnew(helmRelease))
      .catch((error: unknown) => {
        if (!run.queueing.signal.aborted) this.#recordFailure(helmRelease, run, error);
      })
      .finally(() => {
        this.#running.delete(helmRelease);
        this.#ends.delete(end);
        onEnd();
      });
    this.#ends.add(end);
  }

  async #runHelm(helmRelease: string, run: Run, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = run.helm;
    run.hasBegun = true;
    try {
      await work(signal);
      this.#failures.delete(helmRelease);
      this.#attempts.delete(helmRelease);
      this.#brokenUninstalls.delete(helmRelease);
    } catch (error) {
      if (!signal.aborted) this.#recordFailure(helmRelease, run, error);
    }
  }

  /**
   * Whatever Helm said: what counts is what it left. The slot is another's by then; but the run is over only once that is
   * known: what the watches tell of its objects may be of before it.
   */
  async #readAnew(helmRelease: string): Promise<void> {
    const { clock, cluster, namespace, log } = this.#options;
    const { signal } = this.#cancelling;
    for (let count = 1; !signal.aborted; count += 1) {
      try {
        await cluster.world.refreshRelease(namespace, helmRelease);
        return;
      } catch (error) {
        log.warn({ release: helmRelease, namespace, err: error }, 'reading what helm left');
        await pause(clock, Math.min(determineBackoffMs(count), longestRereadMs), signal);
      }
    }
  }

  #recordFailure(helmRelease: string, { digest, sha }: Run, error: unknown): void {
    const { clock, log, namespace } = this.#options;
    const isSame = this.#failures.get(helmRelease)?.digest === digest;
    const count = (isSame ? (this.#attempts.get(helmRelease) ?? 0) : 0) + 1;
    this.#attempts.set(helmRelease, count);
    const nowMs = clock.nowMs();
    const failure = toFailure(error, { digest, sha, count, nowMs });
    if (digest === uninstalled && !mayPass(reasons[failure.reason].disposition)) {
      this.#brokenUninstalls.set(helmRelease, (this.#brokenUninstalls.get(helmRelease) ?? 0) + 1);
    }
    // No other input is to come that could mend an uninstall, so time has to.
    const retryAtMs = failure.retryAtMs ?? (digest === uninstalled ? nowMs + uninstallPauseMs : undefined);
    this.#failures.set(helmRelease, { ...failure, retryAtMs });
    log.warn({ release: helmRelease, namespace, err: error }, 'running helm');
  }

  async #takeHeadStart(helmRelease: string, inputs: string | undefined): Promise<HeadStart | undefined> {
    const { headStarts, namespace } = this.#options;
    const headStart = await headStarts.take(namespace, helmRelease, inputs);
    headStarts.makeRoom();
    return headStart;
  }

  async #upgrade({ release, digest, values }: Start, goal: Goal, signal: AbortSignal, cue?: Cue): Promise<void> {
    const { id } = release;
    const run = await this.#describeRun(release, goal.profile.limits.releaseTimeoutMs, cue?.withinMs);
    signal.throwIfAborted();
    const chartPath = goal.charts.get(id)?.path ?? '';
    const valuesFiles = goal.valuesFiles.get(id) ?? [];
    await this.#options.helm.upgrade({ ...run, chartPath, valuesFiles, values, digest }, signal, cue);
  }

  async #recover(recovery: Recovery, release: NamedRelease, signal: AbortSignal): Promise<void> {
    const { cluster, helm, namespace } = this.#options;
    const observed = cluster.world.observe(namespace).releases.get(release.helmRelease);
    if (recovery === 'none' || observed === undefined) return;
    if (recovery === 'unlock') {
      await cluster.unlocker.unlockRelease(namespace, release.helmRelease, observed.revision);
      return;
    }
    const run = await this.#describeRun(release, uninstallTimeoutMs);
    await helm.uninstall({ ...run, runHooks: false }, signal);
  }

  async #describeRun({ id, helmRelease }: NamedRelease, timeoutMs: number, aheadMs = 0): Promise<HelmRun> {
    const { cluster, namespace } = this.#options;
    const kubeconfig = await cluster.access.createKubeconfig(namespace, timeoutMs + aheadMs);
    return { namespace, helmRelease, release: id, kubeconfig, timeoutMs };
  }
}

/** A chart that is the same in two commits has two folders, and that of the older one may be gone when it is read. */
function identifyInputs({ release, digest }: Start, { charts }: Goal): string {
  return `${digest} ${charts.get(release.id)?.path ?? ''}`;
}

/** Resolves after a time, or as soon as the signal is aborted. */
async function pause(clock: Pick<Clock, 'wakeAfter'>, delayMs: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const end = () => resolve(undefined);
  const cancel = clock.wakeAfter(delayMs, end);
  signal.addEventListener('abort', end, { once: true });
  await promise;
  cancel();
  signal.removeEventListener('abort', end);
}
