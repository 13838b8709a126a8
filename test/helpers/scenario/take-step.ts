import type { PullRequest } from '../../../sandbox/github/state/pull-request.ts';
import { fullName, type Repository } from '../../../sandbox/github/state/repository.ts';
import type { Step } from './scenario.ts';
import type { Stage } from './stage.ts';

/** Whom and what the steps of a scenario are about. */
export interface Cast {
  readonly stage: Stage;
  readonly repository: Repository;
  readonly pullRequests: ReadonlyMap<string, PullRequest>;
}

/** Does on GitHub what a step says. */
export async function takeStep(step: Exclude<Step, { do: 'wait' }>, cast: Cast): Promise<void> {
  const { github, people } = cast.stage;
  const { actions } = github;
  const actor = people[step.by];
  const pullRequest = findPullRequest(step.pullRequest, cast);
  const home = pullRequest.head.repository ?? cast.repository;
  switch (step.do) {
    case 'label':
      actions.addLabel(pullRequest, actor, step.label);
      return;
    case 'unlabel':
      actions.removeLabel(pullRequest, actor, step.label);
      return;
    case 'push': {
      const { files: changes } = step;
      await actions.commit(home, { author: actor, branch: pullRequest.head.ref, message: 'Change more', changes });
      return;
    }
    case 'comment':
      actions.comment(pullRequest, actor, step.text);
      return;
    case 'close':
      actions.close(pullRequest, actor);
      return;
    case 'merge':
      return actions.merge(pullRequest, actor);
    case 'reopen':
      return actions.reopen(pullRequest, actor);
    case 'delete branch':
      return actions.deleteBranch(home, actor, pullRequest.head.ref);
    case 'status':
      return setStatus(step, pullRequest, cast);
  }
}

export function findPullRequest(name: string, { pullRequests }: Pick<Cast, 'pullRequests'>): PullRequest {
  const found = pullRequests.get(name);
  if (found === undefined) throw new Error(`playing a scenario: it opens no pull request "${name}"`);
  return found;
}

async function setStatus(
  { context, state, by }: Extract<Step, { do: 'status' }>,
  { head }: PullRequest,
  { stage, repository }: Cast,
): Promise<void> {
  const { github, people } = stage;
  const url = `${github.apiUrl}/repos/${fullName(repository)}/statuses/${head.sha}`;
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${github.actions.createToken(people[by])}`,
      'content-type': 'application/json',
      connection: 'close',
    },
    body: JSON.stringify({ context, state }),
  });
  if (!response.ok) throw new Error(`setting a status: ${response.status} ${await response.text()}`);
}
