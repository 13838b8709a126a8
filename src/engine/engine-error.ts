import { BerthError } from '../berth-error.ts';
import type { Disposition } from '../environment/reason-info.ts';
import { reasons, renderReason, type Reason, type ReasonFields } from '../environment/reasons.ts';

/**
 * Something that keeps an environment from being as it is wanted, with its reason from the one table. Adapters throw it for
 * what a foreign system said; nobody else looks at exit codes, stderr or HTTP statuses.
 */
export class EngineError<One extends Reason = Reason> extends BerthError {
  override readonly name = 'EngineError';
  readonly reason: One;
  /** The sentence for people, in Markdown. */
  readonly sentence: string;
  /** What the foreign system said, for people who debug; redacted before it is shown, never logged. */
  readonly detail: string | undefined;

  constructor(
    /** What was being done: `creating namespace "x"`. */
    action: string,
    {
      reason,
      fields,
      detail,
      cause,
    }: {
      readonly reason: One;
      readonly fields: ReasonFields<One>;
      readonly detail?: string | undefined;
      readonly cause?: unknown;
    },
  ) {
    super(`${action}: ${reason}`, { cause });
    this.reason = reason;
    this.sentence = renderReason(reason, fields);
    this.detail = detail;
  }

  /** What becomes of it: tried again, waited for, or left until something changes. */
  get disposition(): Disposition {
    return reasons[this.reason].disposition;
  }
}

/** Tells an error with a reason from all others. */
export function isEngineError(error: unknown): error is EngineError {
  return error instanceof EngineError;
}
