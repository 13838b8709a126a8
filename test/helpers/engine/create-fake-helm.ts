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
  readonly ahead: readonly string[];
  /** Where it was begun ahead for a release for which it was already there, as `NAMESPACE RELEASE`. */
  readonly overlaps: string[];
  /** What it was begun to upgrade, in order, whether it came to that or not. */
  readonly begun: string[];
  /** Ends all that have no cue yet, as what is short of memory may. */
  loseAhead: (error: Error) => void;
  /** Called before one that is ended without a cue has ended: may wait. */
  leaving: () => Promise<void>;
  /** Called before Helm does anything: may wait, and may throw. */
  before: (run: string, signal: AbortSignal) => Promise<void>;
  /** How what Helm applies is from then on. */
  readiness: (helmRelease: string) => Readiness;
}

/** Helm, which leaves its record in the namespaces of the cluster. */
export function createFakeHelm(cluster: FakeCluster): FakeHelm {
  const ahead = new Set<Ahead>();
  const helm: FakeHelm = {
    runs: [],
    get ahead() {
      return [...ahead].map(({ helmRelease }) => helmRelease);
    },
    overlaps: [],
    begun: [],
    loseAhead: (error) => ahead.forEach(({ end }) => end(error)),
    leaving: takeTurn,
    before: () => Promise.resolve(),
    readiness: () => ({ kind: 'ready' }),
    upgrade: async ({ namespace, helmRelease, digest, chartPath }: HelmUpgrade, signal, cue) => {
      await takeTurn();
      helm.begun.push(helmRelease);
      if (cue !== undefined) await untilGiven({ namespace, helmRelease }, cue, signal);
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

  async function untilGiven(of: Omit<Ahead, 'end'>, cue: Cue, signal: AbortSignal): Promise<void> {
    const isSame = (one: Ahead) => one.namespace === of.namespace && one.helmRelease === of.helmRelease;
    if ([...ahead].some(isSame)) helm.overlaps.push(`${of.namespace} ${of.helmRelease}`);
    const { promise: ended, reject } = Promise.withResolvers<never>();
    const one = { ...of, end: reject };
    ahead.add(one);
    const end = () => reject(new EngineError('running helm', { reason: 'Superseded', fields: { commit: '' } }));
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    const ending = ended.catch(async (error: unknown) => {
      await helm.leaving();
      throw error;
    });
    await Promise.race([cue.given, ending]).finally(() => ahead.delete(one));
  }
}

interface Ahead {
  readonly namespace: string;
  readonly helmRelease: string;
  readonly end: (error: Error) => void;
}

/** Helm is another process: whatever it does takes a turn, so that nothing goes on for ever within one. */
async function takeTurn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
