import { renderPullRequest } from '../render/pull-request.ts';
import type { Account } from '../state/account.ts';
import type { PullRequest } from '../state/pull-request.ts';
import type { World } from '../world.ts';
import { announce, emit } from './emit.ts';

export type PullRequestAction =
  | 'opened'
  | 'edited'
  | 'labeled'
  | 'unlabeled'
  | 'synchronize'
  | 'closed'
  | 'reopened'
  | 'converted_to_draft'
  | 'ready_for_review';

/** Tells the App and the page what happened to a pull request. */
export function emitPullRequest(
  world: World,
  pullRequest: PullRequest,
  { action, sender, more }: { action: PullRequestAction; sender: Account; more?: Readonly<Record<string, unknown>> },
): void {
  const { repository, number } = pullRequest;
  const payload = { number, pull_request: renderPullRequest(world.links, pullRequest), ...more };
  emit(world, { event: 'pull_request', action, repository, sender, payload });
  announce(world, repository, number);
}
