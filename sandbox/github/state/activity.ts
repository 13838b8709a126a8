import type { Account } from './account.ts';

/** That somebody moved a branch: GitHub keeps it by who did it, whoever wrote the commits. */
export interface Activity {
  readonly id: number;
  readonly kind: ActivityKind;
  readonly actor: Account;
  /** The full name: `refs/heads/main`. */
  readonly ref: string;
  readonly before: string;
  readonly after: string;
  readonly at: Date;
}

export type ActivityKind = 'push' | 'force_push' | 'branch_creation' | 'branch_deletion' | 'pr_merge';
