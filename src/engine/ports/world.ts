import type { Reason } from '../../environment/reasons.ts';
import type { ReadyRule } from '../../manifest/schema/ready-rule.ts';
import type { OutputSource } from '../../plan/plan.ts';
import type { Outputs } from '../../plan/resolve-values.ts';
import type { TouchedObject } from './drift.ts';

/** What runs in the namespaces of environments, kept current by watches. Reading it asks nobody and takes no time. */
export interface World {
  /**
   * Begins to keep current what only the namespace itself may tell: its Secrets and ConfigMaps, among them Helm's records.
   * Resolves once they are known. Watching twice is the same as once. Throws an EngineError `ApiUnavailable` where that takes
   * too long, and goes on watching.
   */
  watchNamespace(namespace: string, environment: string, signal: AbortSignal): Promise<void>;
  forgetNamespace(namespace: string): void;
  observe(namespace: string, readyRules?: ReadyRules, recall?: Recall): Observation;
  /** Objects that may not be as Helm applied them, by Helm's name of the release; only of revisions that are deployed. */
  listTouched(namespace: string): ReadonlyMap<string, readonly TouchedObject[]>;
  /**
   * Reads the objects of a release anew, from the API server itself: right after Helm has applied them the watches may not
   * have told of it yet. Throws an EngineError `ApiUnavailable`.
   */
  refreshRelease(namespace: string, helmRelease: string): Promise<void>;
  /** Calls back after each change in the namespace of an environment; the name is that of the `Environment` object. */
  onChange(listener: (environment: string) => void): () => void;
}

/** What manifests say of when custom resources are ready, by the name Helm knows the release by. */
export type ReadyRules = ReadonlyMap<string, readonly ReadyRule[]>;

/** Finds what is on record of a release, by the name Helm knows it by: of what is gone nothing else may tell how it ended. */
export type Recall = (helmRelease: string) => Recollection | undefined;

/** The digest is that of the inputs which a release was so with, as Helm's record has it. */
export type Recollection =
  | { readonly kind: 'ready'; readonly digest: string }
  /** The object is the one that failed, `Kind/name`. */
  | { readonly kind: 'failed'; readonly digest: string; readonly object: string };

export interface Observation {
  /** By the name Helm knows them by. */
  readonly releases: ReadonlyMap<string, ObservedRelease>;
  readonly outputs: Outputs;
  /** Finds when the last word came of a source of outputs, as far as that is known. */
  findOutputHeardAtMs?(source: OutputSource): number | undefined;
  /**
   * Releases with workloads or claims that are still there, be it that they are going, by the annotation
   * `meta.helm.sh/release-name` of those objects: Helm itself forgets a release before its pods have ended.
   */
  readonly lingering: ReadonlySet<string>;
  /** Releases of which such objects are being deleted, also where Helm knows nothing of them any more. */
  readonly going: ReadonlySet<string>;
  /** All values of its Secrets, to be kept out of every text. */
  readonly secrets: readonly string[];
}

/** The last revision of a release, from Helm's own record. */
export interface ObservedRelease {
  readonly helmRelease: string;
  readonly revision: number;
  readonly status:
    | 'deployed'
    | 'failed'
    | 'pending-install'
    | 'pending-upgrade'
    | 'pending-rollback'
    | 'uninstalling'
    | 'uninstalled'
    | 'superseded'
    | 'unknown';
  /** The digest that berth gave Helm as a label along with the inputs it stands for. */
  readonly digest: string | undefined;
  /** The name of its chart, where the record tells it. */
  readonly chart?: string | undefined;
  /** Helm is at work on it, and waits for one of its hooks. */
  readonly isInHook: boolean;
  readonly readiness: Readiness;
  /** The container of a hook that failed the last time Helm was at work, while it is there. */
  readonly hookLogs?: Trouble['logs'];
  /** Objects of it that the revision deployed does not hold: a revision that failed made them. */
  readonly strays: readonly Stray[];
  /** Whether objects of it are there, be it only some that go. */
  readonly hasObjects: boolean;
}

export interface Stray {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

/** Whether all objects of a release are as they were asked to be. */
export type Readiness =
  /** `heardAtMs` is when the last word came that has made it so, or no other had come in time, if that is known. */
  | { readonly kind: 'ready'; readonly heardAtMs?: number }
  | {
      readonly kind: 'settling';
      readonly trouble: Trouble | undefined;
      readonly waitsFor: string;
      /** When time alone may have made it ready: no change tells of that. */
      readonly againAtMs?: number;
    }
  /** Nothing that waiting would mend, as far as can be known. It may be mended all the same. */
  | { readonly kind: 'failed'; readonly trouble: Trouble };

export interface Trouble {
  readonly reason: Extract<
    Reason,
    | 'QuotaRefused'
    | 'AdmissionRefused'
    | 'ImagePullFailed'
    | 'CrashLoop'
    | 'ContainerNotCreated'
    | 'Unschedulable'
    | 'MigrationFailed'
    | 'ResourceFailed'
    | 'KindNotAllowed'
    | 'NotReadyInTime'
    | 'Drifted'
  >;
  /** `Kind/name` of the object. */
  readonly object: string;
  /** What Kubernetes says of it, one line. */
  readonly message: string;
  readonly image?: string;
  /** The container whose last lines tell more. */
  readonly logs?: { readonly pod: string; readonly container: string; readonly previous: boolean };
}
