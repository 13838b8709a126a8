/** Compares what Helm applied with what there is, and puts it back. */
export interface Drift {
  /**
   * Finds out how the objects differ from what Helm applied with that revision, in the order given. What is to be ignored and
   * fields that others own by right count as the same. Throws an EngineError.
   */
  inspectObjects(
    release: AppliedRelease,
    objects: readonly ObjectName[],
    signal: AbortSignal,
  ): Promise<readonly DriftFinding[]>;
  /**
   * Makes the objects again what Helm applied with that revision, in Helm's name; one that was deleted is made anew. Does
   * nothing if another revision has taken its place. Throws an EngineError.
   */
  mendObjects(release: AppliedRelease, objects: readonly ObjectName[], signal: AbortSignal): Promise<void>;
}

export interface AppliedRelease {
  readonly namespace: string;
  readonly helmRelease: string;
  readonly revision: number;
}

export interface ObjectName {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

export type DriftFinding =
  | { readonly kind: 'same' }
  | { readonly kind: 'deleted' }
  | {
      readonly kind: 'changed';
      /** Paths as people write them, `spec.template.spec.containers[web].image`; never what they hold. */
      readonly fields: readonly string[];
      /** The names under which these were written, as far as the API server knows: `kubectl-edit`. */
      readonly by: readonly string[];
    };

/** An object of a release that may be another than Helm applied, as far as the watches tell. */
export interface TouchedObject {
  readonly object: ObjectName;
  /** `missing`: it is not there. `touched`: somebody wrote it after Helm. `untold`: no watch tells of its kind. */
  readonly state: 'missing' | 'touched' | 'untold';
  /** Another mark means that something happened to it since. */
  readonly mark: string;
}

/** Names an object for people: `Deployment/api`. */
export function nameOf({ kind, name }: ObjectName): string {
  return `${kind}/${name}`;
}
