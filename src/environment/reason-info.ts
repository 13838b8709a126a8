export interface ReasonInfo {
  readonly disposition: Disposition;
  /** The state of the GitHub deployment; `none` where there is none yet, since nothing was to run. */
  readonly deployment: 'none' | 'queued' | 'in_progress' | 'failure' | 'error' | 'inactive';
  /** What happened. A word in braces is a field. */
  readonly says: string;
  /** What to do next. */
  readonly next: string;
  /** What stops until something changes may have been changed by an operator, without a word to berth before it starts anew. */
  readonly mends?: 'operator';
}

/** What becomes of a reconcile: try again and count it, look again later, stop until something changes, or our own mistake. */
export type Disposition = 'retry' | 'wait' | 'final' | 'bug';
