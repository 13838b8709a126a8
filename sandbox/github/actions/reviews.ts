import { renderPullRequest } from '../render/pull-request.ts';
import { renderReview } from '../render/review.ts';
import type { Account } from '../state/account.ts';
import type { PullRequest, Review } from '../state/pull-request.ts';
import { nextId } from '../state/state.ts';
import { announce, emit } from '../webhooks/emit.ts';
import type { World } from '../world.ts';

export function addReview(
  world: World,
  pullRequest: PullRequest,
  author: Account,
  { state, body }: { state: Review['state']; body: string },
): Review {
  const { repository, number, head, reviews, timeline } = pullRequest;
  const at = world.clock.now();
  const review: Review = { id: nextId(world.state), author, state, body, sha: head.sha, submittedAt: at };
  reviews.push(review);
  timeline.push({ kind: 'reviewed', reviewId: review.id, at, actor: author });
  const rendered = renderReview(world.links, pullRequest, review);
  const payload = {
    pull_request: renderPullRequest(world.links, pullRequest),
    review: { ...rendered, state: state.toLowerCase() },
  };
  emit(world, { event: 'pull_request_review', action: 'submitted', repository, sender: author, payload });
  announce(world, repository, number);
  return review;
}
