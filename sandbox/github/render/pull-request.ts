import type { Account } from '../state/account.ts';
import type { PullRequest } from '../state/pull-request.ts';
import type { Repository } from '../state/repository.ts';
import { renderUser } from './user.ts';
import { determineAuthorAssociation } from './author-association.ts';
import { renderLabel } from './label.ts';
import { apiOf, nodeId, optionalTimeOf, pageOf, timeOf } from './links.ts';
import type { Links } from './links.ts';
import { renderRepository } from './repository.ts';

/** A pull request asked for by itself, and in webhooks. */
export function renderPullRequest(links: Links, pullRequest: PullRequest) {
  const { difference, merge } = pullRequest;
  const open = pullRequest.state === 'open';
  return {
    ...renderListedPullRequest(links, pullRequest),
    merged: merge !== undefined,
    mergeable: open ? difference.mergeable : null,
    rebaseable: open ? difference.mergeable : null,
    mergeable_state: determineMergeableState(pullRequest),
    merged_by: merge ? renderUser(links, merge.by) : null,
    comments: pullRequest.comments.length,
    review_comments: 0,
    maintainer_can_modify: pullRequest.head.repository !== pullRequest.repository,
    commits: difference.commits,
    additions: difference.additions,
    deletions: difference.deletions,
    changed_files: difference.changedFiles,
  };
}

/** A pull request in a list: without what GitHub only works out for one, such as `mergeable`. */
export function renderListedPullRequest(links: Links, pullRequest: PullRequest) {
  const { repository, author, head, base } = pullRequest;
  return {
    ...renderAddresses(links, pullRequest),
    id: pullRequest.id,
    node_id: nodeId('PR', pullRequest.id),
    number: pullRequest.number,
    state: pullRequest.state,
    locked: false,
    title: pullRequest.title,
    user: renderUser(links, author),
    body: pullRequest.body ?? null,
    created_at: timeOf(pullRequest.createdAt),
    updated_at: timeOf(pullRequest.updatedAt),
    closed_at: optionalTimeOf(pullRequest.closedAt),
    merged_at: optionalTimeOf(pullRequest.merge?.at),
    merge_commit_sha: pullRequest.merge?.sha ?? null,
    assignee: null,
    assignees: [] as unknown[],
    requested_reviewers: [] as unknown[],
    requested_teams: [] as unknown[],
    labels: pullRequest.labels.map((label) => renderLabel(links, repository, label)),
    milestone: null,
    draft: pullRequest.draft,
    head: renderSide(links, { ...head, owner: head.owner }),
    base: renderSide(links, { ...base, owner: repository.owner, repository }),
    author_association: determineAuthorAssociation(repository, author),
    auto_merge: null,
    active_lock_reason: null,
  };
}

export function renderMinimalPullRequest(links: Links, pullRequest: PullRequest) {
  const { repository, head, base } = pullRequest;
  const minimal = (each: Repository) => ({ id: each.id, url: apiOf(links, each), name: each.name });
  return {
    id: pullRequest.id,
    number: pullRequest.number,
    url: `${apiOf(links, repository)}/pulls/${pullRequest.number}`,
    head: { ref: head.ref, sha: head.sha, repo: minimal(head.repository ?? repository) },
    base: { ref: base.ref, sha: base.sha, repo: minimal(repository) },
  };
}

function determineMergeableState(pullRequest: PullRequest): string {
  if (pullRequest.state === 'closed') return 'unknown';
  if (!pullRequest.difference.mergeable) return 'dirty';
  return pullRequest.draft ? 'draft' : 'clean';
}

function renderAddresses(links: Links, { repository, number, head }: PullRequest) {
  const api = apiOf(links, repository);
  const pull = `${api}/pulls/${number}`;
  const issue = `${api}/issues/${number}`;
  const page = `${pageOf(links, repository)}/pull/${number}`;
  const addresses = {
    comments: `${issue}/comments`,
    commits: `${pull}/commits`,
    statuses: `${api}/statuses/${head.sha}`,
    review_comments: `${pull}/comments`,
    review_comment: `${api}/pulls/comments{/number}`,
    issue,
  };
  const named = Object.entries(addresses).map(([name, href]) => [`${name}_url`, href]);
  return {
    url: pull,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    ...(Object.fromEntries(named) as Record<`${keyof typeof addresses}_url`, string>),
    _links: Object.fromEntries(
      Object.entries({ ...addresses, self: pull, html: page }).map(([name, href]) => [name, { href }]),
    ),
  };
}

interface Side {
  readonly owner: Account;
  readonly ref: string;
  readonly sha: string;
  readonly repository: Repository | undefined;
}

function renderSide(links: Links, { owner, ref, sha, repository }: Side) {
  return {
    label: `${owner.login}:${ref}`,
    ref,
    sha,
    user: renderUser(links, owner),
    repo: repository ? renderRepository(links, repository) : null,
  };
}
