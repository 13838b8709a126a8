import type { PullRequest } from '../../state/pull-request.ts';
import { fullName } from '../../state/repository.ts';

/** Where its page is, from the root of the site. */
export function pullRequestAddress({ repository, number }: PullRequest): string {
  return `/${fullName(repository)}/pull/${number}`;
}
