import { EngineError } from '../../../src/engine/engine-error.ts';
import type {
  Blocker,
  Changes,
  Cluster,
  Decide,
  EnvironmentStore,
  NamespacePlace,
  Namespaces,
} from '../../../src/engine/ports/cluster.ts';
import {
  nameOf,
  type Drift,
  type DriftFinding,
  type ObjectName,
  type TouchedObject,
} from '../../../src/engine/ports/drift.ts';
import type { ObservedRelease, World } from '../../../src/engine/ports/world.ts';
import { EnvironmentSpec, EnvironmentStatus, type Environment } from '../../../src/environment/environment.ts';
import { identifySource } from '../../../src/plan/resolve-values.ts';
import type { Clock } from '../../../src/engine/ports/clock.ts';

/** A namespace as it is in the cluster: whose it is, and what Helm left in it. */
export interface FakeNamespace {
  owner: NamespacePlace['environment'];
  labels: Readonly<Record<string, string>>;
  readonly releases: Map<string, ObservedRelease>;
  /** What somebody did to objects of a release, as the watches tell of it and as a closer look finds it. */
  readonly drift: Map<string, FakeDrift[]>;
  /** What its Secrets and ConfigMaps hold, by source (`secret/db`), and when it was heard of. */
  readonly outputs: Map<string, FakeOutput>;
}

export interface FakeOutput {
  readonly values: Readonly<Record<string, string>>;
  readonly heardAtMs: number;
}

export interface FakeDrift {
  readonly touched: TouchedObject;
  readonly finding: DriftFinding;
}

export interface FakeCluster extends Cluster {
  readonly spaces: Map<string, FakeNamespace>;
  /** How often an object was written. */
  readonly writes: { count: number };
  readonly drift: FakeDrifts;
  /** How long a namespace takes to go once it is deleted, and because of what; when somebody looked whether one has. */
  readonly going: { takesMs: number; blockers: readonly Blocker[]; readonly askedAtMs: number[] };
  /** Takes an object away without its finalizer, as somebody may by force. */
  strip(name: string): void;
  /** Lets the watches tell of a change. */
  tell(environment: string): void;
}

/** A cluster in memory, which keeps what the ports promise: unchanged is not written, and only an owner takes away. */
export function createFakeCluster(clock: Clock): FakeCluster {
  const spaces = new Map<string, FakeNamespace>();
  const writes = { count: 0 };
  const going = { takesMs: 0, blockers: [], askedAtMs: [] };
  const objects = new Map<string, Environment>();
  const listeners = new Set<(name: string) => void>();
  const worldListeners = new Set<(name: string) => void>();
  const tellOf = (set: Set<(name: string) => void>) => (name: string) => {
    for (const listener of set) listener(name);
  };
  return {
    spaces,
    writes,
    environments: createStore({ objects, listeners, writes, clock, tell: tellOf(listeners) }),
    going,
    namespaces: createNamespaces(spaces, going, clock),
    world: createWorld(spaces, worldListeners),
    logs: { readLastLines: () => Promise.resolve([]) },
    access: { createKubeconfig: () => Promise.resolve('kubeconfig') },
    unlocker: { unlockRelease: () => Promise.resolve() },
    strays: { removeStray: () => Promise.resolve() },
    drift: createFakeDrift(spaces),
    strip: (name) => {
      objects.delete(name);
      tellOf(listeners)(name);
    },
    tell: tellOf(worldListeners),
  };
}

interface Store {
  readonly objects: Map<string, Environment>;
  readonly listeners: Set<(name: string) => void>;
  readonly writes: { count: number };
  readonly clock: Clock;
  readonly tell: (name: string) => void;
}

function createStore({ objects, listeners, writes, clock, tell }: Store): EnvironmentStore {
  let version = 0;
  const write = (name: string, change: (before: Environment) => Partial<Environment>): Promise<Environment> => {
    const before = objects.get(name);
    if (before === undefined) return Promise.reject(unavailable(`writing "${name}"`));
    writes.count += 1;
    version += 1;
    const after = { ...before, ...change(before), resourceVersion: String(version) };
    objects.set(name, after);
    tell(name);
    return Promise.resolve(after);
  };
  const store: EnvironmentStore = {
    list: () => [...objects.values()],
    get: (name) => objects.get(name),
    create: (name, spec) => {
      version += 1;
      objects.set(name, {
        name,
        uid: `uid-${version}`,
        resourceVersion: String(version),
        generation: 1,
        createdAt: new Date(clock.nowMs()).toISOString(),
        isBeingDeleted: false,
        spec: EnvironmentSpec.parse(spec),
        status: EnvironmentStatus.parse({}),
      });
      return write(name, () => ({}));
    },
    updateSpec: (name, changes) =>
      write(name, ({ spec, generation }) => ({
        spec: EnvironmentSpec.parse({ ...spec, ...changes }),
        generation: generation + 1,
      })),
    updateStatus: (name, changes) =>
      write(name, ({ status }) => ({ status: EnvironmentStatus.parse({ ...status, ...changes }) })),
    decideSpec: (name, decide) => {
      const changes = decideOn(objects.get(name), decide);
      return changes === undefined ? Promise.resolve(undefined) : store.updateSpec(name, changes);
    },
    decideStatus: (name, decide) => {
      const changes = decideOn(objects.get(name), decide);
      return changes === undefined ? Promise.resolve(undefined) : store.updateStatus(name, changes);
    },
    listAnew: () => Promise.resolve([...objects.values()]),
    remove: (name) => {
      objects.delete(name);
      tell(name);
      return Promise.resolve();
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return store;
}

/** What is no longer there is left to the write to refuse. */
function decideOn<T>(latest: Environment | undefined, decide: Decide<T>): Changes<T> | undefined {
  return latest === undefined ? {} : decide(latest);
}

function createNamespaces(spaces: Map<string, FakeNamespace>, going: FakeCluster['going'], clock: Clock): Namespaces {
  const goneAtMs = new Map<string, number>();
  return {
    ensureNamespace: ({ namespace, environment, labels }) => {
      const found = spaces.get(namespace);
      if (found !== undefined && found.owner.uid !== environment.uid) {
        const error = { reason: 'NamespaceNotOwned', fields: { namespace } } as const;
        return Promise.reject(new EngineError('preparing', error));
      }
      spaces.set(namespace, {
        releases: found?.releases ?? new Map<string, ObservedRelease>(),
        drift: found?.drift ?? new Map<string, FakeDrift[]>(),
        outputs: found?.outputs ?? new Map<string, FakeOutput>(),
        owner: environment,
        labels,
      });
      return Promise.resolve();
    },
    deleteNamespace: ({ namespace, environment }) => {
      if (spaces.get(namespace)?.owner.uid === environment.uid) {
        spaces.delete(namespace);
        goneAtMs.set(namespace, clock.nowMs() + going.takesMs);
      }
      return Promise.resolve();
    },
    readRemains: ({ namespace, environment }) => {
      const found = spaces.get(namespace);
      going.askedAtMs.push(clock.nowMs());
      const { blockers } = going;
      if (clock.nowMs() < (goneAtMs.get(namespace) ?? 0)) return Promise.resolve({ kind: 'going', blockers });
      if (found === undefined) return Promise.resolve({ kind: 'nothing' });
      return Promise.resolve({ kind: found.owner.uid === environment.uid ? 'present' : 'notOurs' });
    },
    listOwned: () =>
      Promise.resolve(
        [...spaces].map(([namespace, { owner, labels }]) => ({
          namespace,
          environment: owner.name,
          uid: owner.uid,
          labels,
          isGoing: false,
        })),
      ),
  };
}

export interface FakeDrifts extends Drift {
  /** What was looked at and put back, in order: `inspect Service/web`. */
  readonly runs: string[];
  /** Called before anything is put back: may wait, and may throw. */
  before: () => Promise<void>;
}

/** Puts back by taking what was done out of the namespace. */
function createFakeDrift(spaces: Map<string, FakeNamespace>): FakeDrifts {
  const isOf = ({ touched }: FakeDrift, object: ObjectName) => nameOf(touched.object) === nameOf(object);
  const drifts: FakeDrifts = {
    runs: [],
    before: () => Promise.resolve(),
    inspectObjects: ({ namespace, helmRelease }, objects) => {
      drifts.runs.push(...objects.map((object) => `inspect ${nameOf(object)}`));
      const all = spaces.get(namespace)?.drift.get(helmRelease) ?? [];
      const findings = objects.map((object): DriftFinding => all.find((one) => isOf(one, object))?.finding ?? same);
      return Promise.resolve(findings);
    },
    mendObjects: async ({ namespace, helmRelease }, objects) => {
      await drifts.before();
      drifts.runs.push(...objects.map((object) => `mend ${nameOf(object)}`));
      const space = spaces.get(namespace);
      const all = space?.drift.get(helmRelease) ?? [];
      const left = all.filter((one) => !objects.some((object) => isOf(one, object)));
      space?.drift.set(helmRelease, left);
      const release = space?.releases.get(helmRelease);
      if (release !== undefined) space?.releases.set(helmRelease, { ...release, readiness: { kind: 'ready' } });
    },
  };
  return drifts;
}

const same: DriftFinding = { kind: 'same' };

function createWorld(spaces: Map<string, FakeNamespace>, listeners: Set<(name: string) => void>): World {
  return {
    watchNamespace: () => Promise.resolve(),
    forgetNamespace: () => undefined,
    observe: (namespace) => {
      const outputs = [...(spaces.get(namespace)?.outputs ?? [])];
      return {
        releases: new Map(spaces.get(namespace)?.releases ?? []),
        outputs: new Map(outputs.map(([source, { values }]) => [source, values])),
        findOutputHeardAtMs: (source) => spaces.get(namespace)?.outputs.get(identifySource(source))?.heardAtMs,
        lingering: new Set(),
        going: new Set(),
        secrets: [],
      };
    },
    listTouched: (namespace) =>
      new Map(
        [...(spaces.get(namespace)?.drift ?? [])].map(([helmRelease, all]) => [
          helmRelease,
          all.map(({ touched }) => touched),
        ]),
      ),
    refreshRelease: () => Promise.resolve(),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function unavailable(action: string): EngineError {
  return new EngineError(action, { reason: 'ApiUnavailable', fields: {} });
}
