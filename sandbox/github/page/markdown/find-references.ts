import type { State } from '../../state/state.ts';
import { findAccount, findPullRequest, findRepository } from '../../state/state.ts';
import type { Repository } from '../../state/repository.ts';
import type { References } from './build-reference-url.ts';

/** What a text can refer to, looked up in what the stand-in knows. Commits are those that some pull request is about. */
export function findReferences(state: State): References {
  return {
    hasAccount: (login) => findAccount(state, login) !== undefined,
    hasPullRequest: (name, number) => {
      const repository = find(state, name);
      return repository !== undefined && findPullRequest(repository, number) !== undefined;
    },
    hasCommit: (name, sha) => {
      const repository = find(state, name);
      return repository !== undefined && listCommits(repository).some((known) => known.startsWith(sha));
    },
  };
}

function find(state: State, name: string): Repository | undefined {
  const [owner = '', repository = ''] = name.split('/');
  return findRepository(state, owner, repository);
}

function listCommits({ pullRequests }: Repository): string[] {
  return pullRequests.flatMap(({ base, head, merge, timeline }) => [
    base.sha,
    head.sha,
    ...(merge === undefined ? [] : [merge.sha]),
    ...timeline.flatMap((entry) => (entry.kind === 'committed' ? [entry.sha] : [])),
  ]);
}
