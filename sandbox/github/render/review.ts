import type { PullRequest, Review } from '../state/pull-request.ts';
import { renderUser } from './user.ts';
import { determineAuthorAssociation } from './author-association.ts';
import { apiOf, nodeId, pageOf, timeOf } from './links.ts';
import type { Links } from './links.ts';

export function renderReview(links: Links, pullRequest: PullRequest, review: Review) {
  const { repository, number } = pullRequest;
  const page = `${pageOf(links, repository)}/pull/${number}#pullrequestreview-${review.id}`;
  const pull = `${apiOf(links, repository)}/pulls/${number}`;
  return {
    id: review.id,
    node_id: nodeId('PRR', review.id),
    user: renderUser(links, review.author),
    body: review.body,
    state: review.state,
    html_url: page,
    pull_request_url: pull,
    _links: { html: { href: page }, pull_request: { href: pull } },
    submitted_at: timeOf(review.submittedAt),
    commit_id: review.sha,
    author_association: determineAuthorAssociation(repository, review.author),
  };
}
