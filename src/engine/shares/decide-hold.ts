import type { EnvironmentStatus } from '../../environment/environment.ts';

export interface HoldFacts {
  /** As recorded. */
  readonly holder: EnvironmentStatus['holder'];
  /** The replica that decides. */
  readonly self: string;
  /** The environment falls to this replica. */
  readonly isOwn: boolean;
  /** Helm is at work on it, started by this replica. */
  readonly isBusy: boolean;
  /** How long until the recorded holder is gone for certain; 0 if it is. */
  readonly determineMsUntilGone: (identity: string) => number;
}

export type HoldDecision =
  | { readonly kind: 'keep' }
  /** `former` is who held it and is gone. */
  | { readonly kind: 'take'; readonly former: string | undefined }
  | { readonly kind: 'release' }
  /** Another works on it, or will. */
  | { readonly kind: 'leave'; readonly lookAgainMs: number | undefined };

/**
 * Decides whether a replica works on an environment. One that falls to another is handed over as soon as no Helm is at work
 * on it; one that another holds is taken once that one let go of it or is gone.
 */
export function decideHold({ holder, self, isOwn, isBusy, determineMsUntilGone }: HoldFacts): HoldDecision {
  const identity = holder?.identity;
  if (identity === self) return isOwn || isBusy ? { kind: 'keep' } : { kind: 'release' };
  if (!isOwn) return { kind: 'leave', lookAgainMs: undefined };
  if (identity === undefined) return { kind: 'take', former: undefined };
  const msUntilGone = determineMsUntilGone(identity);
  return msUntilGone === 0 ? { kind: 'take', former: identity } : { kind: 'leave', lookAgainMs: msUntilGone };
}
