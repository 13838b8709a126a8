import type { ReleaseDriftStatus, ReleaseStatus } from '../../environment/release-status.ts';
import type { Reason } from '../../environment/reasons.ts';
import type { Problem } from '../../manifest/document/problem.ts';
import type { ReleaseDecision } from '../graph/decide-releases.ts';
import type { Goal } from '../graph/goal.ts';
import type { Timekeeper } from '../graph/timekeeper.ts';

/** How far a pass over an environment that is to be deployed has come, and what it saw there. */
export type Progress =
  /** A commit begins to be deployed; nothing is known of it yet. */
  | { readonly kind: 'begun'; readonly sha: string }
  | Held
  | {
      readonly kind: 'graph';
      readonly goal: Goal;
      readonly decisions: readonly ReleaseDecision[];
      /** What is still there and no longer wanted. */
      readonly surplus: readonly ReleaseStatus[];
      /** Addresses that have answered. */
      readonly answered: ReadonlySet<string>;
      /** Last lines of what failed, redacted, by `service/release`. */
      readonly logs: ReadonlyMap<string, readonly string[]>;
      readonly attempts: ReadonlyMap<string, number>;
      readonly times: Pick<Timekeeper, 'find'>;
      /** What somebody changed since Helm applied it, by `service/release`. */
      readonly drift: ReadonlyMap<string, readonly ReleaseDriftStatus[]>;
    };

/** Something keeps it from running at all. */
export interface Held {
  readonly kind: 'held';
  readonly condition: 'Approved' | 'Planned' | 'Admitted';
  readonly reason: Reason;
  readonly message: string;
  readonly problems: readonly Problem[];
}
