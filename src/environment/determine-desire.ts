import type { EnvironmentIdentity } from './environment-key.ts';

/** What GitHub answered when it was asked about one pull request. */
export type PullRequestAnswer =
  | {
      readonly kind: 'found';
      /** As the answer itself says: after a redirect it may be about another repository. */
      readonly repository: string;
      readonly number: number;
      readonly state: 'open' | 'closed' | 'merged';
      readonly labels: readonly string[];
      readonly headSha: string;
    }
  /** 404 of the pull request, and what its repository answered when it was asked after that. */
  | { readonly kind: 'notFound'; readonly repository: 'found' | 'notFound' | 'failed' }
  /** A list of pull requests in which this one does not appear, be it empty or not. */
  | { readonly kind: 'notListed' }
  /** Anything else: no answer, an error, a refusal, a part of an answer. */
  | { readonly kind: 'failed' };

export type Desire =
  | { readonly kind: 'deploy'; readonly headSha: string }
  | { readonly kind: 'tearDown'; readonly because: 'closed' | 'merged' | 'unlabelled' | 'pullRequestGone' }
  | { readonly kind: 'leaveAlone'; readonly because: 'noAnswer' | 'notListed' | 'repositoryGone' | 'otherPullRequest' };

/**
 * Determines what is wanted of an environment. Only an answer about that very pull request takes anything away; whatever
 * leaves a doubt leaves the environment as it is.
 */
export function determineDesire(
  { repository, pullRequest }: EnvironmentIdentity,
  label: string,
  answer: PullRequestAnswer,
): Desire {
  switch (answer.kind) {
    case 'failed':
      return { kind: 'leaveAlone', because: 'noAnswer' };
    case 'notListed':
      return { kind: 'leaveAlone', because: 'notListed' };
    case 'notFound':
      return determineWhenNotFound(answer.repository);
    case 'found': {
      const isSame = isSameName(answer.repository, repository) && answer.number === pullRequest;
      if (!isSame) return { kind: 'leaveAlone', because: 'otherPullRequest' };
      if (answer.state !== 'open') return { kind: 'tearDown', because: answer.state };
      const isLabelled = answer.labels.some((one) => isSameName(one, label));
      return isLabelled ? { kind: 'deploy', headSha: answer.headSha } : { kind: 'tearDown', because: 'unlabelled' };
    }
  }
}

function determineWhenNotFound(repository: 'found' | 'notFound' | 'failed'): Desire {
  switch (repository) {
    case 'found':
      return { kind: 'tearDown', because: 'pullRequestGone' };
    case 'notFound': // also what GitHub says where it only lacks the permission
      return { kind: 'leaveAlone', because: 'repositoryGone' };
    case 'failed':
      return { kind: 'leaveAlone', because: 'noAnswer' };
  }
}

/** GitHub does not tell capitals apart, neither in repositories nor in labels. */
function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
