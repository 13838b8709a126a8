import { basename } from 'node:path';
import { EngineError } from '../../../src/engine/engine-error.ts';
import type { Cue, Helm, HelmUpgrade } from '../../../src/engine/ports/helm.ts';
import type { Readiness } from '../../../src/engine/ports/world.ts';
import { toDigestLabel } from '../../../src/plan/to-digest-label.ts';
import type { FakeCluster } from './create-fake-cluster.ts';

export interface FakeHelm extends Helm {
  /** What was run, in order: `upgrade db`, `uninstall db`. */
  readonly runs: string[];
  /** What Helm was begun for and has no cue yet. */
  readonly ahead: Set<string>;
  /** What it was begun to upgrade, in order, whether it came to that or not. */
  readonly begun: string[];
  /** Ends all that have no cue yet, as what is short of memory may. */
  loseAhead: (error: Error) => void;
  /** Called before Helm does anything: may wait, and may throw. */
  before: (run: string, signal: AbortSignal) => Promise<void>;
  /** How what Helm applies is from then on. */
  readiness: (helmRelease: string) => Readiness;
}

/** Helm, which leaves its record in the namespaces of the cluster. */
export function createFakeHelm(cluster: FakeCluster): FakeHelm {
  const losses = new Set<(error: Error) => void>();
  const helm: FakeHelm = {
    runs: [],
    ahead: new Set(),
    begun: [],
    loseAhead: (error) => losses.forEach((lose) => lose(error)),
    before: () => Promise.resolve(),
    readiness: () => ({ kind: 'ready' }),
    upgrade: async ({ namespace, helmRelease, digest, chartPath }: HelmUpgrade, signal, cue) => {
      await takeTurn();
      helm.begun.push(helmRelease);
      if (cue !== undefined) await untilGiven(helmRelease, cue, signal);
      helm.runs.push(`upgrade ${helmRelease}`);
      await helm.before(`upgrade ${helmRelease}`, signal);
      const releases = cluster.spaces.get(namespace)?.releases;
      if (releases === undefined) throw new EngineError('running helm', { reason: 'ApiUnavailable', fields: {} });
      const revision = (releases.get(helmRelease)?.revision ?? 0) + 1;
      const readiness = helm.readiness(helmRelease);
      const label = toDigestLabel(digest);
      releases.set(helmRelease, {
        helmRelease,
        revision,
        status: 'deployed',
        digest: label,
        chart: basename(chartPath),
        isInHook: false,
        strays: [],
        readiness,
        hasObjects: true,
      });
    },
    uninstall: async ({ namespace, helmRelease }, signal) => {
      await takeTurn();
      helm.runs.push(`uninstall ${helmRelease}`);
      await helm.before(`uninstall ${helmRelease}`, signal);
      cluster.spaces.get(namespace)?.releases.delete(helmRelease);
    },
  };
  return helm;

  async function untilGiven(helmRelease: string, cue: Cue, signal: AbortSignal): Promise<void> {
    helm.ahead.add(helmRelease);
    const { promise: ended, reject } = Promise.withResolvers<never>();
    const end = () => reject(new EngineError('running helm', { reason: 'Superseded', fields: { commit: '' } }));
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    losses.add(reject);
    await Promise.race([cue.given, ended]).finally(() => {
      helm.ahead.delete(helmRelease);
      losses.delete(reject);
    });
  }
}

/** Helm is another process: whatever it does takes a turn, so that nothing goes on for ever within one. */
async function takeTurn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
