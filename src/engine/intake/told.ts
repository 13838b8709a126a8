import type { Actor } from '../../environment/determine-approval.ts';

/**
 * What a webhook told of a pull request. It is signed, so who did it at which commit can be relied on; whether it still
 * holds is read from GitHub.
 */
export type Told =
  | { readonly kind: 'labelled'; readonly label: string; readonly sha: string; readonly account: Account }
  | { readonly kind: 'pushed'; readonly sha: string; readonly account: Account }
  | { readonly kind: 'commented' };

type Account = Pick<Actor, 'id' | 'login' | 'type'>;
