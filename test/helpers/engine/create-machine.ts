import { pino } from 'pino';
import type { Fences } from '../../../src/engine/ports/fences.ts';
import type { Helm, HelmUpgrade } from '../../../src/engine/ports/helm.ts';
import { toPullRequestKey } from '../../../src/engine/pull-request-key.ts';
import { createFencedHelm } from '../../../src/engine/shares/create-fenced-helm.ts';
import { Shares } from '../../../src/engine/shares/shares.ts';
import type { HandClock } from '../hand-clock.ts';
import type { FakeCluster } from './create-fake-cluster.ts';
import type { FakeLeases } from './create-fake-leases.ts';

export interface MachineWorld {
  readonly clock: HandClock;
  readonly cluster: FakeCluster;
  readonly leases: FakeLeases;
  readonly fences: Fences;
  /** What Helm is at work on, by namespace, and who said so first. */
  readonly running: Map<string, string>;
  /** Each time that two were at work on the same. */
  readonly overlaps: string[];
  readonly log: string[];
}

/** A machine with a replica on it that runs Helm on all that it holds, all the time. */
export interface Machine {
  /** SIGSTOP: its timers do not fire and no answer reaches it, but what it started goes on. */
  freeze(): void;
  thaw(): void;
  /** `lost`: what it asks for is done, and the answer does not come. */
  cut(how: 'reached' | 'unreached' | 'lost'): void;
  /** SIGKILL, of all that runs there. */
  kill(): void;
}

/** Long, as with a hook: whoever is lost leaves one at work. */
const helmMs = 45_000;
const passMs = 1_000;

export function createMachine(name: string, world: MachineWorld): Machine {
  const { clock, cluster, leases, fences } = world;
  const state = { isFrozen: false, isDead: false, reach: 'reached' as 'reached' | 'unreached' | 'lost' };
  const waiting: (() => void)[] = [];
  const untilAwake = async () => {
    while (state.isFrozen || state.isDead) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const ask = async <T>(request: () => Promise<T>): Promise<T> => {
    await untilAwake();
    if (state.reach === 'unreached') throw new Error('unreached');
    const answer = await request();
    await untilAwake();
    if (state.reach === 'lost') throw new Error('lost');
    return answer;
  };
  const runs = new Set<() => void>();
  const killAll = () => {
    for (const end of runs) end();
  };
  let cancelWatch: () => void = () => undefined;
  const environments: typeof cluster.environments = {
    ...cluster.environments,
    decideStatus: (...given) => ask(() => cluster.environments.decideStatus(...given)),
  };
  const machineClock = {
    nowMs: () => clock.nowMs(),
    wakeAfter: (ms: number, wake: () => void) => clock.wakeAfter(ms, () => void untilAwake().then(wake)),
  };
  const shares: Shares = new Shares({
    leases: {
      ...leases,
      readVersion: (identity) => ask(() => leases.readVersion(identity)),
      create: (lease) => ask(() => leases.create(lease)),
      renew: (identity) => ask(() => leases.renew(identity, 0)),
      remove: (identity) => ask(() => leases.remove(identity)),
    },
    fences: {
      raise: (...given) => ask(() => fences.raise(...given)),
      renew: (...given) => ask(() => fences.renew(...given)),
    },
    environments,
    clock: machineClock,
    durationMs: 15_000,
    pod: undefined,
    // The watchman is no part of what is frozen.
    onExtend: (untilMs) => {
      cancelWatch();
      cancelWatch = clock.wakeAfter(Math.max(0, untilMs - clock.nowMs()), killAll);
    },
    log: pino({ level: 'silent' }),
  });
  const ending = new Map<string, { readonly abort: AbortController; readonly done: Promise<void> }>();
  shares.onLapse(async () => {
    for (const { abort } of ending.values()) abort.abort();
    await Promise.all([...ending.values()].map(({ done }) => done));
  });
  const helm = createFencedHelm(createHelm(), { shares, environments });

  /** As the real one: begins only while there is time left, and is ended by the watchman, a signal or its own end. */
  function createHelm(): Helm {
    const run = async ({ namespace }: { readonly namespace: string }, signal: AbortSignal) => {
      const endsAtMs = shares.endsAtMs;
      await untilAwake();
      if (clock.nowMs() >= endsAtMs) throw new Error('too late');
      const other = world.running.get(namespace);
      if (other !== undefined) world.overlaps.push(`${namespace}: ${name} while ${other}`);
      world.running.set(namespace, name);
      world.log.push(`${name} ${namespace}`);
      await new Promise<void>((resolve) => {
        const end = () => {
          if (!runs.delete(end)) return;
          world.running.delete(namespace);
          cancel();
          resolve();
        };
        const cancel = clock.wakeAfter(helmMs, end);
        runs.add(end);
        signal.addEventListener('abort', end);
      });
      await untilAwake();
    };
    return { upgrade: run, uninstall: run };
  }

  async function pass(): Promise<void> {
    for (const environment of environments.list()) {
      const { name: key, spec, status } = environment;
      const pullRequest = toPullRequestKey({ repository: spec.repository, number: spec.pullRequest });
      const hold = await shares.hold(environment, pullRequest, ending.has(key)).catch(() => undefined);
      if (hold?.kind !== 'held' || ending.has(key)) continue;
      const abort = new AbortController();
      const upgrade = { namespace: status.namespace ?? '', helmRelease: 'web' } as HelmUpgrade;
      const done = helm
        .upgrade(upgrade, abort.signal)
        .catch(() => undefined)
        .finally(() => ending.delete(key));
      ending.set(key, { abort, done });
    }
  }

  const passAgain = () => {
    if (state.isDead) return;
    void pass().finally(() => machineClock.wakeAfter(passMs, passAgain));
  };
  void shares.start().then(passAgain);
  return {
    freeze: () => (state.isFrozen = true),
    thaw: () => {
      state.isFrozen = false;
      for (const resume of waiting.splice(0)) resume();
    },
    cut: (how) => (state.reach = how),
    kill: () => {
      state.isDead = true;
      killAll();
    },
  };
}
