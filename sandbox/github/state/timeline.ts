import type { Account } from './account.ts';

/** What the page of a pull request tells from top to bottom. Comments and deployments are looked up by id. */
export type TimelineEntry = { readonly at: Date; readonly actor: Account } & TimelineEvent;

export type TimelineEvent =
  | { readonly kind: 'committed'; readonly sha: string; readonly message: string }
  | { readonly kind: 'forcePushed'; readonly before: string; readonly after: string }
  | { readonly kind: 'labeled' | 'unlabeled'; readonly label: { readonly name: string; readonly color: string } }
  | { readonly kind: 'commented'; readonly commentId: number }
  | { readonly kind: 'renamed'; readonly from: string; readonly to: string }
  | { readonly kind: 'reviewed'; readonly reviewId: number }
  | { readonly kind: 'deployed'; readonly deploymentId: number }
  | { readonly kind: 'merged'; readonly sha: string }
  | { readonly kind: 'closed' | 'reopened' | 'convertedToDraft' | 'readyForReview' | 'headDeleted' };
