import type { PullRequest } from '../state/pull-request.ts';
import { renderUser } from './user.ts';
import { determineAuthorAssociation } from './author-association.ts';
import { renderLabel } from './label.ts';
import { apiOf, nodeId, optionalTimeOf, pageOf, timeOf } from './links.ts';
import type { Links } from './links.ts';

/** A pull request seen as the issue that it also is. */
export function renderIssue(links: Links, pullRequest: PullRequest) {
  const { repository, number } = pullRequest;
  const api = `${apiOf(links, repository)}/issues/${number}`;
  const page = `${pageOf(links, repository)}/pull/${number}`;
  return {
    id: pullRequest.issueId,
    node_id: nodeId('I', pullRequest.issueId),
    url: api,
    repository_url: apiOf(links, repository),
    labels_url: `${api}/labels{/name}`,
    comments_url: `${api}/comments`,
    events_url: `${api}/events`,
    timeline_url: `${api}/timeline`,
    html_url: page,
    number,
    state: pullRequest.state,
    state_reason: null,
    title: pullRequest.title,
    body: pullRequest.body ?? null,
    user: renderUser(links, pullRequest.author),
    labels: pullRequest.labels.map((label) => renderLabel(links, repository, label)),
    assignee: null,
    assignees: [] as unknown[],
    milestone: null,
    locked: false,
    active_lock_reason: null,
    comments: pullRequest.comments.length,
    pull_request: renderPullRequestPart(links, pullRequest, page),
    closed_at: optionalTimeOf(pullRequest.closedAt),
    created_at: timeOf(pullRequest.createdAt),
    updated_at: timeOf(pullRequest.updatedAt),
    draft: pullRequest.draft,
    author_association: determineAuthorAssociation(repository, pullRequest.author),
    reactions: renderReactionCounts(`${api}/reactions`, []),
    performed_via_github_app: null,
  };
}

function renderPullRequestPart(links: Links, { repository, number, merge }: PullRequest, page: string) {
  return {
    url: `${apiOf(links, repository)}/pulls/${number}`,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    merged_at: optionalTimeOf(merge?.at),
  };
}

export function renderReactionCounts(url: string, contents: readonly string[]) {
  const count = (content: string) => contents.filter((each) => each === content).length;
  return {
    url,
    total_count: contents.length,
    '+1': count('+1'),
    '-1': count('-1'),
    laugh: count('laugh'),
    hooray: count('hooray'),
    confused: count('confused'),
    heart: count('heart'),
    rocket: count('rocket'),
    eyes: count('eyes'),
  };
}
