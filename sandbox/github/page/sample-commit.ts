import type { NewCommit } from '../actions/actions.ts';
import type { Account } from '../state/account.ts';

/** A commit that changes something harmless, different each time. */
export function makeSampleCommit(author: Account, now: Date): Omit<NewCommit, 'branch'> {
  const time = now.toISOString();
  return {
    author,
    message: `Touch the sample at ${time.slice(11, 19)}`,
    changes: { 'sample.txt': `Changed by ${author.login} at ${time}.\n` },
  };
}
