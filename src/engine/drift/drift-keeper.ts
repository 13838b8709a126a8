import type { ReleaseDriftStatus } from '../../environment/release-status.ts';
import type { Pass } from '../deploy/deploy-environment.ts';
import type { EngineParts } from '../engine-parts.ts';
import { determineBackoffMs } from '../key-queue.ts';
import type { TouchedObject } from '../ports/drift.ts';
import type { DriftPolicy } from './decide-drift.ts';
import {
  continueDrift,
  decideStep,
  listDrift,
  noteFinding,
  noteMend,
  noteMended,
  noteTouched,
  type ReleaseDrift,
} from './release-drift.ts';

interface DriftKeeperOptions extends Pick<EngineParts, 'cluster' | 'slots' | 'clock' | 'log'> {
  readonly namespace: string;
  readonly policy: DriftPolicy;
  /** Whether Helm is at work on a release, or soon will be. */
  readonly isRunning: (helmRelease: string) => boolean;
  /** Called whenever something was looked at or put back. */
  readonly onEnd: () => void;
}

export interface SeenRelease {
  readonly helmRelease: string;
  readonly revision: number;
  readonly touched: readonly TouchedObject[];
}

/** What no watch tells of is looked at so often. At another time in each environment. */
const sweepMs = 3_600_000;

/**
 * Finds out in the background whether objects of the releases of one environment are as Helm applied them, and puts them
 * back where that is wanted. It never writes to a release while Helm does.
 */
export class DriftKeeper {
  readonly #options: DriftKeeperOptions;
  readonly #releases = new Map<string, ReleaseDrift>();
  readonly #jobs = new Map<string, Promise<void>>();
  readonly #mending = new Set<string>();
  readonly #failures = new Map<string, { readonly count: number; readonly retryAtMs: number }>();
  readonly #stopping = new AbortController();
  readonly #sweepOffsetMs = Math.random() * sweepMs;
  readonly #firstSweep: number;

  constructor(options: DriftKeeperOptions) {
    this.#options = options;
    this.#firstSweep = this.#countSweeps();
  }

  /** Begins what is due for a release. Returns when to look at it again, if nothing else tells. */
  look({ helmRelease, revision, touched }: SeenRelease): number | undefined {
    const drift = continueDrift(this.#releases.get(helmRelease), revision);
    this.#releases.set(helmRelease, drift);
    if (this.#stopping.signal.aborted || this.#jobs.has(helmRelease)) return undefined;
    const due = touched.flatMap((one) => this.#markUntold(one));
    noteTouched(drift, due);
    const { retryAtMs = 0 } = this.#failures.get(helmRelease) ?? {};
    if (due.length > 0 && retryAtMs > this.#options.clock.nowMs()) return retryAtMs;
    return this.#begin(helmRelease, drift, due);
  }

  /** Whether something of a release is being written: Helm has to wait for that moment. */
  isMending(helmRelease: string): boolean {
    return this.#mending.has(helmRelease);
  }

  /** What is to be told of a release, by `Kind/name`; of some there is nothing to tell any more. */
  list(helmRelease: string): ReadonlyMap<string, ReleaseDriftStatus | undefined> {
    const drift = this.#releases.get(helmRelease);
    return drift === undefined ? new Map() : listDrift(drift, this.#options.policy, this.#options.clock.nowMs());
  }

  /** Takes up nothing more and resolves once nothing is at work. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#jobs.values());
  }

  #countSweeps(): number {
    return Math.floor((this.#options.clock.nowMs() + this.#sweepOffsetMs) / sweepMs);
  }

  #markUntold(touched: TouchedObject): readonly TouchedObject[] {
    if (touched.state !== 'untold') return [touched];
    const sweeps = this.#countSweeps();
    return sweeps === this.#firstSweep ? [] : [{ ...touched, mark: `sweep ${sweeps}` }];
  }

  #begin(helmRelease: string, drift: ReleaseDrift, touched: readonly TouchedObject[]): number | undefined {
    const { clock, policy } = this.#options;
    const steps = touched.map((one) => ({ one, step: decideStep(drift, one, policy, clock.nowMs()) }));
    const list = (kind: 'inspect' | 'mend') => steps.filter(({ step }) => step.kind === kind).map(({ one }) => one);
    const [inspect, mend] = [list('inspect'), list('mend')];
    if (inspect.length > 0) this.#run(helmRelease, () => this.#inspect(helmRelease, drift, inspect));
    else if (mend.length > 0) this.#run(helmRelease, () => this.#mendInSlot(helmRelease, drift, mend));
    const dueAtMs = steps.flatMap(({ step }) => (step.kind === 'wait' ? [step.atMs] : []));
    return dueAtMs.length === 0 ? undefined : Math.min(...dueAtMs);
  }

  #run(helmRelease: string, work: () => Promise<void>): void {
    const { clock, log, namespace, onEnd } = this.#options;
    const job = work()
      .then(() => void this.#failures.delete(helmRelease))
      .catch((err: unknown) => {
        if (this.#stopping.signal.aborted) return;
        const count = (this.#failures.get(helmRelease)?.count ?? 0) + 1;
        this.#failures.set(helmRelease, { count, retryAtMs: clock.nowMs() + determineBackoffMs(count) });
        log.warn({ release: helmRelease, namespace, action: 'drift', err }, 'trying again later');
      })
      .finally(() => {
        this.#jobs.delete(helmRelease);
        if (!this.#stopping.signal.aborted) onEnd();
      });
    this.#jobs.set(helmRelease, job);
  }

  async #inspect(helmRelease: string, drift: ReleaseDrift, touched: readonly TouchedObject[]): Promise<void> {
    const { cluster, clock, namespace } = this.#options;
    const release = { namespace, helmRelease, revision: drift.revision };
    const objects = touched.map(({ object }) => object);
    const findings = await cluster.drift.inspectObjects(release, objects, this.#stopping.signal);
    for (const [index, one] of touched.entries()) {
      noteFinding(drift, one, findings[index] ?? { kind: 'same' }, clock.nowMs());
    }
  }

  async #mendInSlot(helmRelease: string, drift: ReleaseDrift, touched: readonly TouchedObject[]): Promise<void> {
    const { slots, namespace, isRunning } = this.#options;
    const mend = async () => {
      if (isRunning(helmRelease)) return;
      this.#mending.add(helmRelease);
      try {
        await this.#mend(helmRelease, drift, touched);
      } finally {
        this.#mending.delete(helmRelease);
      }
    };
    await slots.add(mend, { share: namespace, signal: this.#stopping.signal });
  }

  async #mend(helmRelease: string, drift: ReleaseDrift, touched: readonly TouchedObject[]): Promise<void> {
    const { cluster, clock, log, namespace } = this.#options;
    const objects = touched.map(({ object }) => object);
    for (const object of objects) noteMend(drift, object, clock.nowMs());
    const release = { namespace, helmRelease, revision: drift.revision };
    await cluster.drift.mendObjects(release, objects, this.#stopping.signal);
    for (const object of objects) noteMended(drift, object);
    log.info({ release: helmRelease, namespace, action: 'mend', count: objects.length }, 'put back what was changed');
  }
}

/** The one keeper of an environment. */
export function ensureDriftKeeper({ memory, parts, wake }: Pass, namespace: string, policy: DriftPolicy): DriftKeeper {
  memory.drift ??= new DriftKeeper({
    ...parts,
    namespace,
    policy,
    isRunning: (helmRelease) => memory.runner?.running.has(helmRelease) === true,
    onEnd: wake,
  });
  return memory.drift;
}
