import { mergePullRequest } from '../actions/merging.ts';
import {
  closePullRequest,
  editPullRequest,
  openPullRequest,
  reopenPullRequest,
  setDraft,
} from '../actions/pull-requests.ts';
import { addReview } from '../actions/reviews.ts';
import { findMergeBase, listChangedFiles, readDiff } from '../git/changed-files.ts';
import { listCommits } from '../git/read-commits.ts';
import { notFound, validationFailed } from '../http/api-error.ts';
import { paginate } from '../http/paginate.ts';
import { created, noContent, ok, readRoute, writeRoute } from '../http/route.ts';
import type { Answer, RepositoryCall, Route, SignedCall } from '../http/route.ts';
import { renderChangedFile, renderCommit } from '../render/commit.ts';
import { renderListedPullRequest, renderPullRequest } from '../render/pull-request.ts';
import { renderReview } from '../render/review.ts';
import type { MergeMethod } from '../actions/actions.ts';
import type { PullRequest, Review } from '../state/pull-request.ts';
import { findPullRequest } from '../state/state.ts';
import { findInNetwork } from './commits.ts';

const read = 'pull_requests:read';
const write = 'pull_requests:write';
const pulls = '/repos/{owner}/{repo}/pulls';
const pull = `${pulls}/{pull_number}` as const;

export const pullRequestRoutes: readonly Route[] = [
  readRoute(`GET ${pulls}`, read, list),
  writeRoute(`POST ${pulls}`, write, 'read', open),
  readRoute(`GET ${pull}`, read, answerOne),
  writeRoute(`PATCH ${pull}`, write, 'read', change),
  readRoute(`GET ${pull}/commits`, read, answerCommits),
  readRoute(`GET ${pull}/files`, read, answerFiles),
  readRoute(`GET ${pull}/merge`, 'contents:read', (call) => {
    if (!requirePullRequest(call).merge) throw notFound();
    return noContent();
  }),
  writeRoute(`PUT ${pull}/merge`, 'contents:write', 'write', merge),
  readRoute(`GET ${pull}/reviews`, read, (call) => {
    const pullRequest = requirePullRequest(call);
    const { items, headers } = paginate(call, pullRequest.reviews);
    return ok(
      items.map((review) => renderReview(call.world.links, pullRequest, review)),
      headers,
    );
  }),
  writeRoute(`POST ${pull}/reviews`, write, 'read', review),
  readRoute('GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls', read, (call) => {
    const having = call.repository.pullRequests.filter(({ head }) => head.sha === call.params['commit_sha']);
    const { items, headers } = paginate(call, having);
    return ok(
      items.map((each) => renderListedPullRequest(call.world.links, each)),
      headers,
    );
  }),
];

export function requirePullRequest({ repository, params }: RepositoryCall): PullRequest {
  const number = Number(params['pull_number'] ?? params['issue_number']);
  const pullRequest = findPullRequest(repository, number);
  if (!pullRequest) throw notFound();
  return pullRequest;
}

function list(call: RepositoryCall): Answer {
  const { repository, query, world } = call;
  const state = query.get('state') ?? 'open';
  const head = query.get('head');
  const base = query.get('base');
  const chosen = repository.pullRequests.filter(
    (each) =>
      (state === 'all' || each.state === state) &&
      (head === null || `${each.head.owner.login}:${each.head.ref}` === head) &&
      (base === null || each.base.ref === base),
  );
  const { items, headers } = paginate(call, sortByTime(chosen, query));
  return ok(
    items.map((pullRequest) => renderListedPullRequest(world.links, pullRequest)),
    headers,
  );
}

/** Newest first by itself; the other way round when sorted by something and not told otherwise. */
export function sortByTime(pullRequests: readonly PullRequest[], query: URLSearchParams): PullRequest[] {
  const sort = query.get('sort') ?? 'created';
  const direction = query.get('direction') ?? (sort === 'created' ? 'desc' : 'asc');
  const key = ({ createdAt, updatedAt }: PullRequest) => (sort === 'updated' ? updatedAt : createdAt).getTime();
  const ascending = pullRequests.toSorted((a, b) => key(a) - key(b) || a.number - b.number);
  return direction === 'asc' ? ascending : ascending.toReversed();
}

interface OpenRequest {
  readonly title?: string;
  readonly body?: string;
  readonly head: string;
  readonly base: string;
  readonly draft?: boolean;
}

async function open({ world, repository, account, body }: SignedCall): Promise<Answer> {
  const { title, body: text, head, base, draft } = body as OpenRequest;
  if (title === undefined) throw validationFailed('PullRequest', 'missing_field', { field: 'title' });
  const [owner, branch] = head.includes(':') ? (head.split(':') as [string, string]) : [undefined, head];
  const headRepository = owner === undefined ? repository : findInNetwork(world.state.repositories, repository, owner);
  if (!headRepository) throw validationFailed('PullRequest', 'invalid', { field: 'head' });
  const pullRequest = await openPullRequest(world, repository, {
    ...{ author: account, title, head: branch, headRepository, base },
    ...(text !== undefined && { body: text }),
    ...(draft !== undefined && { draft }),
  });
  return created(renderPullRequest(world.links, pullRequest));
}

async function answerOne(call: RepositoryCall): Promise<Answer> {
  const pullRequest = requirePullRequest(call);
  if (!/\b(?:diff|patch)\b/.test(call.accept)) return ok(renderPullRequest(call.world.links, pullRequest));
  const { directory } = call.repository;
  const from = await findStart(pullRequest);
  return {
    kind: 'raw',
    body: await readDiff(directory, from, pullRequest.head.sha),
    contentType: 'text/plain; charset=utf-8',
  };
}

async function findStart({ repository, base, head }: PullRequest): Promise<string> {
  return (await findMergeBase(repository.directory, base.sha, head.sha)) ?? base.sha;
}

async function change(call: SignedCall): Promise<Answer> {
  const { world, account } = call;
  const pullRequest = requirePullRequest(call);
  const edit = (call.body ?? {}) as {
    title?: string;
    body?: string;
    base?: string;
    state?: 'open' | 'closed';
    draft?: boolean;
  };
  await editPullRequest(world, pullRequest, account, edit);
  if (edit.draft !== undefined) setDraft(world, pullRequest, account, edit.draft);
  if (edit.state === 'closed') closePullRequest(world, pullRequest, account);
  if (edit.state === 'open') await reopenPullRequest(world, pullRequest, account);
  return ok(renderPullRequest(world.links, pullRequest));
}

async function answerCommits(call: RepositoryCall): Promise<Answer> {
  const { world, state, repository } = call;
  const pullRequest = requirePullRequest(call);
  const from = await findStart(pullRequest);
  const commits = await listCommits(repository.directory, `${from}..${pullRequest.head.sha}`);
  const { items, headers } = paginate(call, commits.toReversed());
  return ok(
    items.map((commit) => renderCommit(world.links, state, repository, commit)),
    headers,
  );
}

async function answerFiles(call: RepositoryCall): Promise<Answer> {
  const { world, repository } = call;
  const pullRequest = requirePullRequest(call);
  const { sha } = pullRequest.head;
  const files = await listChangedFiles(repository.directory, await findStart(pullRequest), sha);
  const { items, headers } = paginate(call, files);
  return ok(
    items.map((file) => renderChangedFile(world.links, repository, sha, file)),
    headers,
  );
}

async function merge(call: SignedCall): Promise<Answer> {
  const { world, account } = call;
  const request = (call.body ?? {}) as {
    merge_method?: MergeMethod;
    commit_title?: string;
    commit_message?: string;
    sha?: string;
  };
  const sha = await mergePullRequest(world, requirePullRequest(call), account, {
    method: request.merge_method ?? 'merge',
    title: request.commit_title,
    message: request.commit_message,
    sha: request.sha,
  });
  return ok({ sha, merged: true, message: 'Pull Request successfully merged' });
}

const reviewStates: Readonly<Record<string, Review['state']>> = {
  APPROVE: 'APPROVED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
  COMMENT: 'COMMENTED',
};

function review(call: SignedCall): Answer {
  const { world, account } = call;
  const pullRequest = requirePullRequest(call);
  const { event = 'COMMENT', body = '' } = (call.body ?? {}) as { event?: string; body?: string };
  const state = reviewStates[event] ?? 'COMMENTED';
  if (state !== 'COMMENTED' && pullRequest.author.id === account.id) {
    throw validationFailed('PullRequestReview', 'custom', { message: 'Can not approve your own pull request' });
  }
  return ok(renderReview(world.links, pullRequest, addReview(world, pullRequest, account, { state, body })));
}
