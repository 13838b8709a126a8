import type { Account } from './account.ts';
import type { Comment } from './comment.ts';
import type { Label } from './label.ts';
import type { Repository } from './repository.ts';
import type { TimelineEntry } from './timeline.ts';

export interface PullRequest {
  readonly id: number;
  /** A pull request is an issue too, with an id of its own there. */
  readonly issueId: number;
  readonly number: number;
  readonly author: Account;
  readonly repository: Repository;
  readonly head: Head;
  readonly base: Base;
  title: string;
  body: string | undefined;
  state: 'open' | 'closed';
  draft: boolean;
  readonly createdAt: Date;
  updatedAt: Date;
  closedAt: Date | undefined;
  closedBy: Account | undefined;
  merge: Merge | undefined;
  readonly labels: Label[];
  readonly comments: Comment[];
  readonly reviews: Review[];
  readonly timeline: TimelineEntry[];
  /** How head differs from base; kept here so that every answer and webhook of one moment says the same. */
  difference: Difference;
}

export interface Difference {
  readonly commits: number;
  readonly additions: number;
  readonly deletions: number;
  readonly changedFiles: number;
  readonly mergeable: boolean;
}

/** Where the commits come from; `repository` is undefined once a fork is deleted. */
export interface Head {
  readonly owner: Account;
  readonly ref: string;
  sha: string;
  repository: Repository | undefined;
}

export interface Base {
  ref: string;
  sha: string;
}

export interface Merge {
  readonly at: Date;
  readonly by: Account;
  readonly sha: string;
}

export interface Review {
  readonly id: number;
  readonly author: Account;
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED';
  readonly body: string;
  readonly sha: string;
  readonly submittedAt: Date;
}
