import type { Context } from 'hono';
import type { GitHub } from '../../github.ts';
import type { Account } from '../../state/account.ts';
import type { PullRequest } from '../../state/pull-request.ts';

/** A button of the pull request's page: who pressed it where; the form is in the context. */
export interface Press {
  readonly github: GitHub;
  readonly context: Context;
  readonly pullRequest: PullRequest;
  readonly person: Account;
}

export type Operation = (press: Press) => Promise<void>;
