import { isAncestor } from '../git/changed-files.ts';
import { listRefs } from '../git/refs.ts';
import { validationFailed } from '../http/api-error.ts';
import type { Account } from '../state/account.ts';
import type { PullRequest } from '../state/pull-request.ts';
import type { Repository } from '../state/repository.ts';
import { fullName } from '../state/repository.ts';
import { nextId } from '../state/state.ts';
import { emitPullRequest } from '../webhooks/emit-pull-request.ts';
import type { World } from '../world.ts';
import type { NewPullRequest } from './actions.ts';
import { measureDifference } from './difference.ts';
import { finishPullRequest } from './finish-pull-request.ts';
import { fetchHead, recordCommits } from './push.ts';

export async function openPullRequest(
  world: World,
  repository: Repository,
  wanted: NewPullRequest,
): Promise<PullRequest> {
  const headRepository = wanted.headRepository ?? repository;
  const baseRef = wanted.base ?? repository.defaultBranch;
  const headSha = await findBranch(headRepository, wanted.head);
  const baseSha = await findBranch(repository, baseRef);
  if (headSha === undefined) throw validationFailed('PullRequest', 'invalid', { field: 'head' });
  if (baseSha === undefined) throw validationFailed('PullRequest', 'invalid', { field: 'base' });
  refuseDuplicate(repository, headRepository, wanted.head, baseRef);

  const pullRequest = buildPullRequest(world, repository, {
    ...wanted,
    head: { owner: headRepository.owner, ref: wanted.head, sha: headSha, repository: headRepository },
    base: { ref: baseRef, sha: baseSha },
  });
  await fetchHead(pullRequest);
  if (await isAncestor(repository.directory, headSha, baseSha)) {
    const message = `No commits between ${baseRef} and ${wanted.head}`;
    throw validationFailed('PullRequest', 'custom', { message });
  }
  pullRequest.difference = await measureDifference(repository.directory, baseSha, headSha);
  await recordCommits(world, pullRequest, wanted.author, `${baseSha}..${headSha}`);
  repository.pullRequests.push(pullRequest);
  emitPullRequest(world, pullRequest, { action: 'opened', sender: wanted.author });
  return pullRequest;
}

export interface PullRequestEdit {
  readonly title?: string;
  readonly body?: string;
  readonly base?: string;
}

export async function editPullRequest(
  world: World,
  pullRequest: PullRequest,
  actor: Account,
  edit: PullRequestEdit,
): Promise<void> {
  const { repository, base, head, title, body, timeline } = pullRequest;
  const changes: Record<string, unknown> = {};
  const at = world.clock.now();
  if (edit.title !== undefined && edit.title !== title) {
    changes['title'] = { from: title };
    timeline.push({ kind: 'renamed', from: title, to: edit.title, at, actor });
    pullRequest.title = edit.title;
  }
  if (edit.body !== undefined && edit.body !== body) {
    changes['body'] = { from: body ?? '' };
    pullRequest.body = edit.body;
  }
  if (edit.base !== undefined && edit.base !== base.ref) {
    const sha = await findBranch(repository, edit.base);
    if (sha === undefined) throw validationFailed('PullRequest', 'invalid', { field: 'base' });
    changes['base'] = { ref: { from: base.ref }, sha: { from: base.sha } };
    Object.assign(base, { ref: edit.base, sha });
    pullRequest.difference = await measureDifference(repository.directory, sha, head.sha);
  }
  if (Object.keys(changes).length === 0) return;
  pullRequest.updatedAt = at;
  emitPullRequest(world, pullRequest, { action: 'edited', sender: actor, more: { changes } });
}

export function setDraft(world: World, pullRequest: PullRequest, actor: Account, draft: boolean): void {
  if (pullRequest.draft === draft) return;
  const at = world.clock.now();
  pullRequest.draft = draft;
  pullRequest.updatedAt = at;
  pullRequest.timeline.push({ kind: draft ? 'convertedToDraft' : 'readyForReview', at, actor });
  emitPullRequest(world, pullRequest, { action: draft ? 'converted_to_draft' : 'ready_for_review', sender: actor });
}

export function closePullRequest(world: World, pullRequest: PullRequest, actor: Account): void {
  if (pullRequest.state === 'open') finishPullRequest(world, pullRequest, actor);
}

export async function reopenPullRequest(world: World, pullRequest: PullRequest, actor: Account): Promise<void> {
  const { repository, head, base, merge } = pullRequest;
  if (pullRequest.state === 'open') return;
  const headSha = head.repository && (await findBranch(head.repository, head.ref));
  const baseSha = await findBranch(repository, base.ref);
  const gone = headSha === undefined ? `the ${head.ref} branch was deleted` : `the ${base.ref} branch was deleted`;
  if (merge || headSha === undefined || baseSha === undefined) {
    const message = `state cannot be changed. ${merge ? 'The pull request was merged.' : `${gone}.`}`;
    throw validationFailed('PullRequest', 'custom', { field: 'state', message });
  }
  const at = world.clock.now();
  const moved = headSha !== head.sha;
  head.sha = headSha;
  base.sha = baseSha;
  await fetchHead(pullRequest);
  if (moved) await recordCommits(world, pullRequest, actor, `${baseSha}..${headSha}`);
  pullRequest.difference = await measureDifference(repository.directory, baseSha, headSha);
  Object.assign(pullRequest, { state: 'open', closedAt: undefined, closedBy: undefined, updatedAt: at });
  pullRequest.timeline.push({ kind: 'reopened', at, actor });
  emitPullRequest(world, pullRequest, { action: 'reopened', sender: actor });
}

async function findBranch(repository: Repository, branch: string): Promise<string | undefined> {
  const ref = `refs/heads/${branch}`;
  return (await listRefs(repository.directory, ref)).get(ref);
}

function refuseDuplicate(repository: Repository, headRepository: Repository, head: string, base: string): void {
  const exists = repository.pullRequests.some(
    (each) =>
      each.state === 'open' &&
      each.head.repository === headRepository &&
      each.head.ref === head &&
      each.base.ref === base,
  );
  if (!exists) return;
  const message = `A pull request already exists for ${headRepository.owner.login}:${head}.`;
  throw validationFailed('PullRequest', 'custom', { message });
}

function buildPullRequest(
  world: World,
  repository: Repository,
  {
    head,
    base,
    author,
    title,
    body,
    draft,
  }: Omit<NewPullRequest, 'head' | 'base'> & Pick<PullRequest, 'head' | 'base'>,
): PullRequest {
  const at = world.clock.now();
  repository.lastNumber += 1;
  return {
    id: nextId(world.state),
    issueId: nextId(world.state),
    number: repository.lastNumber,
    ...{ author, repository, head, base, title, body, draft: draft ?? false },
    state: 'open',
    createdAt: at,
    updatedAt: at,
    ...{ closedAt: undefined, closedBy: undefined, merge: undefined },
    ...{ labels: [], comments: [], reviews: [], timeline: [] },
    difference: { commits: 0, additions: 0, deletions: 0, changedFiles: 0, mergeable: false },
  };
}

export function describePullRequest({ repository, number }: PullRequest): string {
  return `${fullName(repository)}#${number}`;
}
