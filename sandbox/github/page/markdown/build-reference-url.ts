import type { BuildUrlValues } from 'remark-github';

/** What exists here: GitHub turns a mention, a number or a SHA into a link only when there is something behind it. */
export interface References {
  hasAccount(login: string): boolean;
  hasPullRequest(repository: string, number: number): boolean;
  hasCommit(repository: string, sha: string): boolean;
}

/** The address that a reference in a text leads to, or `false` where it is to stay text. */
export function buildReferenceUrl(target: BuildUrlValues, references: References): string | false {
  switch (target.type) {
    case 'mention':
      return references.hasAccount(target.user) && `/${target.user}`;
    case 'issue': {
      const repository = `${target.user}/${target.project}`;
      return references.hasPullRequest(repository, Number(target.no)) && `/${repository}/pull/${target.no}`;
    }
    case 'commit': {
      const repository = `${target.user}/${target.project}`;
      return references.hasCommit(repository, target.hash) && `/${repository}/commit/${target.hash}`;
    }
    case 'compare':
      return false;
  }
}
