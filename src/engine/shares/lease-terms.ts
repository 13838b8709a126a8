/** What a replica may do how long after the start of the last renewal that succeeded. */
export interface LeaseTerms {
  /** For so long without a change, as the others see it, the Lease stands. */
  readonly durationMs: number;
  readonly renewMs: number;
  /** For so long it acts on what it holds. After that it ends what it has started. */
  readonly actMs: number;
  /** By then nothing that it has started runs any more. */
  readonly endMs: number;
}

/**
 * Between the end of all that a replica has started and the moment in which another takes its place lies a third of the
 * duration: for clocks that do not run at the same speed, and for what is slow to die.
 */
export function determineLeaseTerms(durationMs: number): LeaseTerms {
  return { durationMs, renewMs: durationMs / 5, actMs: durationMs / 2, endMs: (durationMs * 2) / 3 };
}
