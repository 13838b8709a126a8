import { createGitHub } from '../../sandbox/github/create-github.ts';
import type { FileChanges } from '../../sandbox/github/actions/actions.ts';
import type { GitHub } from '../../sandbox/github/github.ts';
import type { Account } from '../../sandbox/github/state/account.ts';
import type { PullRequest } from '../../sandbox/github/state/pull-request.ts';
import type { Repository } from '../../sandbox/github/state/repository.ts';

/** A GitHub with one repository and somebody who works on it. */
export interface GitHubStage {
  readonly github: GitHub;
  readonly repository: Repository;
  readonly ada: Account;
  /** A pull request from a branch of its own with these files. */
  openPullRequest(files: FileChanges): Promise<PullRequest>;
  /** Resolves to the new commit. */
  push(pullRequest: PullRequest, files: FileChanges): Promise<string>;
}

/** Starts the stand-in for GitHub. Each request is held to GitHub's description, which costs it some milliseconds. */
export async function startGitHubStage(webhookSecret: string, webhookUrl: string): Promise<GitHubStage> {
  const github = await createGitHub({ webhookSecret, webhookUrl, rateLimit: 1_000_000 });
  const { actions } = github;
  const owner = actions.addOrganization('acme');
  const files = { 'README.md': '# Graphs\n' };
  const repository = await actions.createRepository({ owner, name: 'graphs', content: { files } });
  const ada = actions.addPerson('ada', 'Ada Lovelace');
  actions.setRole(repository, ada, 'write');
  actions.install(owner);
  const commit = (branch: string, changes: FileChanges) =>
    actions.commit(repository, { author: ada, branch, message: 'Change the graph', changes });
  let branches = 0;
  return {
    ...{ github, repository, ada },
    async openPullRequest(changes) {
      branches += 1;
      const head = `graph-${branches}`;
      await commit(head, changes);
      return actions.openPullRequest(repository, { author: ada, title: head, head });
    },
    push: (pullRequest, changes) => commit(pullRequest.head.ref, changes),
  };
}
