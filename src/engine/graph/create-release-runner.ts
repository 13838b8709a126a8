import type { ReleaseStatus } from '../../environment/release-status.ts';
import type { EngineParts } from '../engine-parts.ts';
import { EngineError } from '../engine-error.ts';
import { determineBackoffMs } from '../key-queue.ts';
import type { Failure, Recovery, ReleaseDecision } from './decide-releases.ts';
import type { Goal } from './goal.ts';

/** Runs Helm for the releases of one environment, each in the background and never twice at a time for one release. */
export interface ReleaseRunner {
  /** Digests of what Helm is at work on, by Helm's name of the release; empty where it uninstalls. */
  readonly running: ReadonlyMap<string, string>;
  readonly failures: ReadonlyMap<string, Failure>;
  readonly appliedAtMs: ReadonlyMap<string, number>;
  /** How often Helm has ended with an error for the same inputs. */
  readonly attempts: ReadonlyMap<string, number>;
  start(decision: Extract<ReleaseDecision, { kind: 'start' }>, goal: Goal): void;
  uninstall(release: { readonly id: string; readonly helmRelease: string }, timeoutMs: number): void;
  /** Ends every Helm that is at work and resolves once none is. */
  cancel(): Promise<void>;
}

interface ReleaseRunnerOptions extends Pick<EngineParts, 'helm' | 'cluster' | 'slots' | 'clock' | 'log'> {
  readonly namespace: string;
  /** As recorded by a berth before this one. */
  readonly before: readonly ReleaseStatus[];
  /** Called back each time Helm has ended. */
  readonly onEnd: () => void;
}

/** How long Helm's own short work takes at most before it is looked at again, when it says it waits for another. */
const lookAgainMs = 2_000;

export function createReleaseRunner(options: ReleaseRunnerOptions): ReleaseRunner {
  const { cluster, slots, clock, log, namespace, before, onEnd } = options;
  const running = new Map<string, string>();
  const ends = new Set<Promise<void>>();
  const failures = new Map(before.flatMap((one) => restoreFailure(one)));
  const attempts = new Map(before.map(({ helmRelease, attempts: count }) => [helmRelease, count]));
  const appliedAtMs = new Map(
    before.flatMap(({ helmRelease, appliedAt }) =>
      appliedAt === undefined ? [] : [[helmRelease, Date.parse(appliedAt)] as const],
    ),
  );
  const cancelling = new AbortController();

  const run = (helmRelease: string, digest: string, priority: number, work: (signal: AbortSignal) => Promise<void>) => {
    running.set(helmRelease, digest);
    const { signal } = cancelling;
    const end = slots
      .add(async () => (signal.aborted ? undefined : await work(signal)), { priority })
      .then(
        () => {
          failures.delete(helmRelease);
          attempts.delete(helmRelease);
        },
        (error: unknown) => {
          if (signal.aborted) return;
          const count = (failures.get(helmRelease)?.digest === digest ? (attempts.get(helmRelease) ?? 0) : 0) + 1;
          attempts.set(helmRelease, count);
          failures.set(helmRelease, toFailure(error, { digest, count, nowMs: clock.nowMs() }));
          log.warn({ release: helmRelease, namespace, err: error }, 'running helm');
        },
      )
      .finally(() => {
        running.delete(helmRelease);
        ends.delete(end);
        onEnd();
      });
    ends.add(end);
  };

  return {
    running,
    failures,
    appliedAtMs,
    attempts,
    start({ release, digest, values, recovery }, goal) {
      const { id, helmRelease, remainingMs } = release;
      run(helmRelease, digest, remainingMs, async (signal) => {
        await recover(recovery, { id, helmRelease }, signal);
        await options.helm.upgrade(
          {
            ...(await describeRun(options, { id, helmRelease }, goal.profile.limits.releaseTimeoutMs)),
            chartFolder: goal.charts.get(id)?.folder ?? '',
            valuesFiles: goal.valuesFiles.get(id) ?? [],
            values,
            digest,
          },
          signal,
        );
        appliedAtMs.set(helmRelease, clock.nowMs());
        await cluster.world.refreshRelease(namespace, helmRelease);
      });
    },
    uninstall({ id, helmRelease }, timeoutMs) {
      run(helmRelease, '', Infinity, async (signal) => {
        // A hook that failed twice would fail a third time: what it was to clean up goes with the namespace.
        const runHooks = (attempts.get(helmRelease) ?? 0) < mostHookAttempts;
        await options.helm.uninstall(
          { ...(await describeRun(options, { id, helmRelease }, timeoutMs)), runHooks },
          signal,
        );
        await cluster.world.refreshRelease(namespace, helmRelease);
      });
    },
    async cancel() {
      cancelling.abort();
      await Promise.all(ends);
    },
  };

  async function recover(recovery: Recovery, release: NamedRelease, signal: AbortSignal): Promise<void> {
    const observed = cluster.world.observe(namespace).releases.get(release.helmRelease);
    if (recovery === 'none' || observed === undefined) return;
    if (recovery === 'unlock') {
      await cluster.unlocker.unlockRelease(namespace, release.helmRelease, observed.revision);
      return;
    }
    const run = await describeRun(options, release, uninstallTimeoutMs);
    await options.helm.uninstall({ ...run, runHooks: false }, signal);
  }
}

interface NamedRelease {
  readonly id: string;
  readonly helmRelease: string;
}

const mostHookAttempts = 2;
const uninstallTimeoutMs = 60_000;

async function describeRun(
  { cluster, namespace }: ReleaseRunnerOptions,
  { id, helmRelease }: NamedRelease,
  timeoutMs: number,
) {
  const kubeconfig = await cluster.access.createKubeconfig(namespace);
  return { namespace, helmRelease, release: id, kubeconfig, timeoutMs };
}

function restoreFailure(release: ReleaseStatus): readonly (readonly [string, Failure])[] {
  const { helmRelease, phase, digest, reason, message = '', nextAttemptAt } = release;
  if (phase !== 'Failed' || digest === undefined || reason === undefined) return [];
  const retryAtMs = nextAttemptAt === undefined ? undefined : Date.parse(nextAttemptAt);
  return [[helmRelease, { digest, reason: reason as Failure['reason'], message, retryAtMs }]];
}

function toFailure(
  error: unknown,
  { digest, count, nowMs }: { readonly digest: string; readonly count: number; readonly nowMs: number },
): Failure {
  const known =
    error instanceof EngineError
      ? error
      : new EngineError('running helm', { reason: 'InternalError', fields: {}, cause: error });
  return {
    digest,
    reason: known.reason,
    message: known.sentence,
    detail: known.detail,
    retryAtMs: determineRetryMs(known, count, nowMs),
  };
}

function determineRetryMs({ disposition }: EngineError, count: number, nowMs: number): number | undefined {
  switch (disposition) {
    case 'final':
      return undefined;
    case 'wait':
      return nowMs + lookAgainMs;
    case 'retry':
    case 'bug':
      return nowMs + determineBackoffMs(count);
  }
}
