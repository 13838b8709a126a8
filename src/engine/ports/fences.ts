import type { Environment } from '../../environment/environment.ts';

/**
 * Keeps beside each environment a small object that says under which epoch Helm may run in it. It is written before every
 * run of Helm, which with hundreds of releases the environment itself would be too large for.
 */
export interface Fences {
  /** Writes who holds an environment over what stands there, unless that is of a later epoch. Throws an EngineError. */
  raise(environment: Pick<Environment, 'name' | 'uid'>, holder: Holder): Promise<Raised>;
  /**
   * Writes the same again by compare-and-swap. Resolves to the new version, or to `undefined` where somebody has written
   * since `version`, or it is gone. Throws an EngineError.
   */
  renew(environment: string, version: string): Promise<string | undefined>;
}

export interface Holder {
  readonly identity: string;
  readonly epoch: number;
}

export type Raised =
  /** As `version`. */
  { readonly kind: 'raised'; readonly version: string } | { readonly kind: 'behind'; readonly epoch: number };
