import { isAncestor } from '../git/changed-files.ts';
import { runGit } from '../git/git.ts';
import { listCommits } from '../git/read-commits.ts';
import { listRefs, noCommit } from '../git/refs.ts';
import type { RefChange } from '../git/refs.ts';
import type { Account } from '../state/account.ts';
import type { PullRequest } from '../state/pull-request.ts';
import type { Repository } from '../state/repository.ts';
import { announce, emit } from '../webhooks/emit.ts';
import { emitPullRequest } from '../webhooks/emit-pull-request.ts';
import { buildPushPayload } from '../webhooks/push-payload.ts';
import type { World } from '../world.ts';
import { recordActivity } from './activity.ts';
import { requestCheckSuite } from './checks.ts';
import { measureDifference } from './difference.ts';
import { finishPullRequest } from './finish-pull-request.ts';

const branchPrefix = 'refs/heads/';
const tagPrefix = 'refs/tags/';

/** GitHub tells nothing of tags when more than these come at once. */
const mostTags = 3;

/** All that follows from refs that changed: the webhooks, and pull requests that move, close or turn out merged. */
export async function applyPush(
  world: World,
  repository: Repository,
  pusher: Account,
  changes: readonly RefChange[],
  by: 'push' | 'merge' = 'push',
): Promise<void> {
  if (changes.length === 0) return;
  repository.pushedAt = world.clock.now();
  for (const change of changes.filter(({ ref }) => ref.startsWith(branchPrefix))) {
    await recordActivity(world, repository, { actor: pusher, change, by });
  }
  const tags = changes.filter(({ ref }) => ref.startsWith(tagPrefix));
  for (const change of changes) {
    if (tags.length <= mostTags || !tags.includes(change)) await emitRefChange(world, repository, pusher, change);
    if (change.ref.startsWith(branchPrefix)) await moveBranch(world, repository, pusher, change);
  }
  announce(world, repository);
}

/** The commits of a pull request's head, put where its own repository keeps them: under `refs/pull`. */
export async function fetchHead(pullRequest: PullRequest): Promise<void> {
  const { repository, head, number } = pullRequest;
  const from = (head.repository ?? repository).directory;
  await runGit(repository.directory, ['fetch', '--quiet', from, `+${head.sha}:refs/pull/${number}/head`]);
}

async function emitRefChange(world: World, repository: Repository, sender: Account, change: RefChange): Promise<void> {
  const isBranch = change.ref.startsWith(branchPrefix);
  if (!isBranch && !change.ref.startsWith(tagPrefix)) return;
  const named = {
    ref: change.ref.slice(isBranch ? branchPrefix.length : tagPrefix.length),
    ref_type: isBranch ? 'branch' : 'tag',
    pusher_type: 'user',
  };
  if (change.before === noCommit) {
    const payload = { ...named, master_branch: repository.defaultBranch, description: repository.description ?? null };
    emit(world, { event: 'create', repository, sender, payload });
  }
  const payload = await buildPushPayload(world.links, repository, sender, change);
  emit(world, { event: 'push', repository, sender, payload });
  if (change.after === noCommit) emit(world, { event: 'delete', repository, sender, payload: named });
}

async function moveBranch(world: World, repository: Repository, pusher: Account, change: RefChange): Promise<void> {
  const branch = change.ref.slice(branchPrefix.length);
  const open = world.state.repositories
    .flatMap(({ pullRequests }) => pullRequests)
    .filter(({ state }) => state === 'open');
  for (const pullRequest of open) {
    const { head, base } = pullRequest;
    if (head.repository === repository && head.ref === branch) await moveHead(world, pullRequest, pusher, change);
    if (pullRequest.repository === repository && base.ref === branch) {
      await moveBase(world, pullRequest, pusher, change);
    }
  }
  if (change.after !== noCommit) await requestCheckSuite(world, repository, pusher, { branch, ...change });
}

async function moveHead(world: World, pullRequest: PullRequest, pusher: Account, change: RefChange): Promise<void> {
  const { repository, head, base, timeline } = pullRequest;
  const { before, after } = change;
  const at = world.clock.now();
  if (after === noCommit) {
    timeline.push({ kind: 'headDeleted', at, actor: pusher });
    finishPullRequest(world, pullRequest, pusher);
    return;
  }
  head.sha = after;
  await fetchHead(pullRequest);
  const forced = !(await isAncestor(repository.directory, before, after));
  if (forced) timeline.push({ kind: 'forcePushed', before, after, at, actor: pusher });
  await recordCommits(world, pullRequest, pusher, forced ? `${base.sha}..${after}` : `${before}..${after}`);
  base.sha =
    (await listRefs(repository.directory, `${branchPrefix}${base.ref}`)).get(`${branchPrefix}${base.ref}`) ?? base.sha;
  pullRequest.difference = await measureDifference(repository.directory, base.sha, after);
  pullRequest.updatedAt = at;
  emitPullRequest(world, pullRequest, { action: 'synchronize', sender: pusher, more: { before, after } });
}

/** Somebody who merges on their own machine and pushes has merged the pull request. */
async function moveBase(world: World, pullRequest: PullRequest, pusher: Account, change: RefChange): Promise<void> {
  const { repository, head } = pullRequest;
  if (change.after === noCommit) {
    finishPullRequest(world, pullRequest, pusher);
  } else if (await isAncestor(repository.directory, head.sha, change.after)) {
    pullRequest.merge = { at: world.clock.now(), by: pusher, sha: change.after };
    finishPullRequest(world, pullRequest, pusher);
  } else {
    pullRequest.difference = await measureDifference(repository.directory, change.after, head.sha);
  }
}

/** Tells the commits of a range in the timeline, oldest first. */
export async function recordCommits(
  world: World,
  pullRequest: PullRequest,
  actor: Account,
  range: string,
): Promise<void> {
  const at = world.clock.now();
  const commits = await listCommits(pullRequest.repository.directory, range);
  for (const { sha, message } of commits.toReversed()) {
    pullRequest.timeline.push({ kind: 'committed', sha, message, at, actor });
  }
}
