import { readCommit } from '../git/read-commits.ts';
import { listRefs } from '../git/refs.ts';
import { renderCommit } from '../render/commit.ts';
import { renderSimpleCommitStatus } from '../render/commit-status.ts';
import { apiOf } from '../render/links.ts';
import type { Account } from '../state/account.ts';
import type { CommitStatus } from '../state/commit-status.ts';
import { fullName } from '../state/repository.ts';
import type { Repository } from '../state/repository.ts';
import { nextId } from '../state/state.ts';
import { emit } from '../webhooks/emit.ts';
import type { World } from '../world.ts';
import { announceCommit } from './checks.ts';

export async function addCommitStatus(
  world: World,
  repository: Repository,
  creator: Account,
  wanted: Pick<CommitStatus, 'sha' | 'state' | 'context' | 'description' | 'targetUrl'>,
): Promise<CommitStatus> {
  const { links, state, clock } = world;
  const status = { ...wanted, id: nextId(state), creator, createdAt: clock.now() };
  repository.commitStatuses.push(status);
  const commit = await readCommit(repository.directory, wanted.sha);
  const payload = {
    ...renderSimpleCommitStatus(links, repository, status),
    sha: wanted.sha,
    name: fullName(repository),
    commit: renderCommit(links, state, repository, commit),
    branches: await listBranchesAt(world, repository, wanted.sha),
  };
  emit(world, { event: 'status', repository, sender: creator, payload });
  announceCommit(world, repository, wanted.sha);
  return status;
}

/** The last word of each context about a commit, newest first. */
export function listLatestStatuses(repository: Repository, sha: string): CommitStatus[] {
  const latest = new Map<string, CommitStatus>();
  for (const status of repository.commitStatuses) if (status.sha === sha) latest.set(status.context, status);
  return [...latest.values()].toReversed();
}

export function combineStatuses(statuses: readonly CommitStatus[]): 'failure' | 'pending' | 'success' {
  if (statuses.some(({ state }) => state === 'failure' || state === 'error')) return 'failure';
  if (statuses.length === 0 || statuses.some(({ state }) => state === 'pending')) return 'pending';
  return 'success';
}

async function listBranchesAt({ links }: World, repository: Repository, sha: string) {
  const refs = [...(await listRefs(repository.directory, 'refs/heads'))].filter(([, at]) => at === sha);
  return refs.map(([ref]) => ({
    name: ref.slice('refs/heads/'.length),
    commit: { sha, url: `${apiOf(links, repository)}/commits/${sha}` },
    protected: false,
  }));
}
