import type { Account } from '../state/account.ts';
import type { PullRequest } from '../state/pull-request.ts';
import { emitPullRequest } from '../webhooks/emit-pull-request.ts';
import type { World } from '../world.ts';

/** Closes a pull request, as merged if it is. */
export function finishPullRequest(world: World, pullRequest: PullRequest, actor: Account): void {
  const at = world.clock.now();
  const { merge, timeline } = pullRequest;
  pullRequest.state = 'closed';
  pullRequest.closedAt = at;
  pullRequest.closedBy = actor;
  pullRequest.updatedAt = at;
  if (merge) timeline.push({ kind: 'merged', sha: merge.sha, at, actor });
  timeline.push({ kind: 'closed', at, actor });
  emitPullRequest(world, pullRequest, { action: 'closed', sender: actor });
}
