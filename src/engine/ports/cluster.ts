import type { Environment, EnvironmentSpec, EnvironmentStatus } from '../../environment/environment.ts';
import type { Profile } from '../../profile/profile.ts';
import type { Drift } from './drift.ts';
import type { Stray, World } from './world.ts';

/** The cluster, as the engine knows it. */
export interface Cluster {
  readonly environments: EnvironmentStore;
  readonly namespaces: Namespaces;
  readonly world: World;
  readonly logs: PodLogs;
  readonly access: DeployerAccess;
  readonly unlocker: ReleaseUnlocker;
  readonly strays: StrayRemover;
  readonly drift: Drift;
}

/** Keeps the `Environment` objects. What it wrote itself it knows at once; what others wrote, once the watch tells. */
export interface EnvironmentStore {
  list(): readonly Environment[];
  get(name: string): Environment | undefined;
  create(name: string, spec: EnvironmentSpec): Promise<Environment>;
  /** Changes the fields given; `undefined` removes one. Throws an EngineError. */
  updateSpec(name: string, changes: Changes<EnvironmentSpec>): Promise<Environment>;
  updateStatus(name: string, changes: Changes<EnvironmentStatus>): Promise<Environment>;
  /**
   * Writes what is decided from the very version that it replaces: nobody else wrote in between. Resolves to `undefined`, with
   * nothing written, where that decides against it. Throws an EngineError.
   */
  decideSpec(name: string, decide: Decide<EnvironmentSpec>): Promise<Environment | undefined>;
  decideStatus(name: string, decide: Decide<EnvironmentStatus>): Promise<Environment | undefined>;
  /** Asks the API server itself. Throws an EngineError. */
  listAnew(): Promise<readonly Environment[]>;
  /** Takes off the finalizer and deletes the object. Deleting what is gone is no error. */
  remove(name: string): Promise<void>;
  onChange(listener: (name: string) => void): () => void;
}

/** Fields that are to be another; `undefined` takes one away. A list or an object counts as one field. */
export type Changes<T> = { readonly [Key in keyof T]?: T[Key] | undefined };

export type Decide<T> = (latest: Environment) => Changes<T> | undefined;

/** Gives environments their place in the cluster, and takes it back. */
export interface Namespaces {
  /**
   * Makes sure that the namespace is there with all that must be there before Helm runs: owner labels, Pod Security level,
   * quota, limits, network policies, accounts. Throws an EngineError `NamespaceNotOwned`, `SharedSecretMissing`,
   * `ApiUnavailable` or, while one of that name is still going, `NamespaceGoing`.
   */
  ensureNamespace(place: NamespacePlace): Promise<void>;
  /** Deletes the namespace if it is there and is this environment's. Resolves at once; the deletion takes its time. */
  deleteNamespace(place: Pick<NamespacePlace, 'environment' | 'namespace'>): Promise<void>;
  /** What is still there of the namespace and its volumes, and what keeps it. */
  readRemains(place: Pick<NamespacePlace, 'environment' | 'namespace'>): Promise<Remains>;
  /** Namespaces that carry the mark of an environment, whether or not its object exists. */
  listOwned(): Promise<readonly OwnedNamespace[]>;
}

export interface OwnedNamespace {
  readonly namespace: string;
  /** Name and uid of the `Environment` object that it was made for. */
  readonly environment: string;
  readonly uid: string;
  readonly labels: Readonly<Record<string, string>>;
  /** It is being deleted. */
  readonly isGoing: boolean;
}

export interface NamespacePlace {
  readonly namespace: string;
  /** Name and uid of the `Environment` object: by both a namespace is known as its own. */
  readonly environment: { readonly name: string; readonly uid: string };
  readonly labels: Readonly<Record<string, string>>;
  /** The only hosts that its Ingresses may have. */
  readonly hosts: readonly string[];
  readonly profile: Pick<Profile, 'limits' | 'shared' | 'pods'>;
}

export type Remains =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'going'; readonly blockers: readonly Blocker[] }
  | { readonly kind: 'present' }
  /** There is one of that name that belongs to something else: nothing of ours is left. */
  | { readonly kind: 'notOurs' };

export interface Blocker {
  /** `Kind/name`. */
  readonly object: string;
  /** Why it does not go: `finalizer example.com/hold`. */
  readonly cause: string;
}

/** Reads the last lines of a container; of a pod that is gone there are none. Throws an EngineError where it cannot be read. */
export interface PodLogs {
  readLastLines(
    container: LoggedContainer & { readonly lines: number },
    signal: AbortSignal,
  ): Promise<readonly string[]>;
}

export interface LoggedContainer {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly previous: boolean;
}

/** Makes the short-lived access with which Helm may work in one namespace and nowhere else. */
export interface DeployerAccess {
  /**
   * Resolves to the text of a kubeconfig that is good for at least `forMs`, and for what Helm does besides its hooks. Throws an
   * EngineError `ApiUnavailable`.
   */
  createKubeconfig(namespace: string, forMs: number): Promise<string>;
}

/** Ends what a killed Helm left as pending, so that the next run may begin. */
export interface ReleaseUnlocker {
  /** Marks the last revision as failed, if it is still the one given and still pending. */
  unlockRelease(namespace: string, helmRelease: string, revision: number): Promise<void>;
}

/** Takes away what no revision holds any more. */
export interface StrayRemover {
  /** One that is gone already is no error. Throws an EngineError. */
  removeStray(namespace: string, stray: Stray): Promise<void>;
}
