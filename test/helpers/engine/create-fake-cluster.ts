import { EngineError } from '../../../src/engine/engine-error.ts';
import type { Cluster, EnvironmentStore, NamespacePlace, Namespaces } from '../../../src/engine/ports/cluster.ts';
import type { ObservedRelease, World } from '../../../src/engine/ports/world.ts';
import { EnvironmentSpec, EnvironmentStatus, type Environment } from '../../../src/environment/environment.ts';
import type { Clock } from '../../../src/engine/ports/clock.ts';

/** A namespace as it is in the cluster: whose it is, and what Helm left in it. */
export interface FakeNamespace {
  owner: NamespacePlace['environment'];
  labels: Readonly<Record<string, string>>;
  readonly releases: Map<string, ObservedRelease>;
}

export interface FakeCluster extends Cluster {
  readonly spaces: Map<string, FakeNamespace>;
  /** How often an object was written. */
  readonly writes: { count: number };
  /** Takes an object away without its finalizer, as somebody may by force. */
  strip(name: string): void;
  /** Lets the watches tell of a change. */
  tell(environment: string): void;
}

/** A cluster in memory, which keeps what the ports promise: unchanged is not written, and only an owner takes away. */
export function createFakeCluster(clock: Clock): FakeCluster {
  const spaces = new Map<string, FakeNamespace>();
  const writes = { count: 0 };
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
    namespaces: createNamespaces(spaces),
    world: createWorld(spaces, worldListeners),
    logs: { readLastLines: () => Promise.resolve([]) },
    access: { createKubeconfig: () => Promise.resolve('kubeconfig') },
    unlocker: { unlockRelease: () => Promise.resolve() },
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
  return {
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
}

function createNamespaces(spaces: Map<string, FakeNamespace>): Namespaces {
  return {
    ensureNamespace: ({ namespace, environment, labels }) => {
      const found = spaces.get(namespace);
      if (found !== undefined && found.owner.uid !== environment.uid) {
        const error = { reason: 'NamespaceNotOwned', fields: { namespace } } as const;
        return Promise.reject(new EngineError('preparing', error));
      }
      spaces.set(namespace, {
        releases: found?.releases ?? new Map<string, ObservedRelease>(),
        owner: environment,
        labels,
      });
      return Promise.resolve();
    },
    deleteNamespace: ({ namespace, environment }) => {
      if (spaces.get(namespace)?.owner.uid === environment.uid) spaces.delete(namespace);
      return Promise.resolve();
    },
    readRemains: ({ namespace, environment }) => {
      const found = spaces.get(namespace);
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

function createWorld(spaces: Map<string, FakeNamespace>, listeners: Set<(name: string) => void>): World {
  return {
    watchNamespace: () => Promise.resolve(),
    forgetNamespace: () => undefined,
    observe: (namespace) => ({
      releases: new Map(spaces.get(namespace)?.releases ?? []),
      outputs: new Map(),
      lingering: new Set(),
      secrets: [],
    }),
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
