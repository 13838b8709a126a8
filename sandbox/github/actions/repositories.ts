import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { commitFiles, commitFolder } from '../git/commit-files.ts';
import { createGitRepository, forkGitRepository } from '../git/create-git-repository.ts';
import { updateRef } from '../git/refs.ts';
import { finishPullRequest } from './finish-pull-request.ts';
import type { Account } from '../state/account.ts';
import { findRepository, nextId } from '../state/state.ts';
import { fullName } from '../state/repository.ts';
import type { Collaborator, Repository, Role } from '../state/repository.ts';
import { announce } from '../webhooks/emit.ts';
import type { World } from '../world.ts';
import type { NewRepository } from './actions.ts';

const defaultBranch = 'main';

export async function createRepository(world: World, wanted: NewRepository): Promise<Repository> {
  const { owner, content } = wanted;
  refuseTakenName(world, owner, wanted.name);
  const repository = buildRepository(world, { ...wanted, parent: undefined });
  await createGitRepository(repository.directory, defaultBranch);
  const author = { name: owner.name, email: owner.email, at: world.clock.now() };
  const message = 'Begin';
  const sha =
    'folder' in content
      ? await commitFolder(repository.directory, { folder: content.folder, message, author })
      : await commitFiles(repository.directory, { parents: [], message, author, changes: content.files });
  await updateRef(repository.directory, `refs/heads/${defaultBranch}`, sha);
  world.state.repositories.push(repository);
  announce(world, repository);
  return repository;
}

export async function forkRepository(world: World, parent: Repository, owner: Account): Promise<Repository> {
  const existing = world.state.repositories.find((each) => each.parent === parent && each.owner === owner);
  if (existing) return existing;
  refuseTakenName(world, owner, parent.name);
  const { name, description } = parent;
  const fork = buildRepository(world, {
    ...{ owner, name, parent, private: parent.private },
    ...(description !== undefined && { description }),
  });
  await forkGitRepository(parent.directory, fork.directory, fork.defaultBranch);
  world.state.repositories.push(fork);
  announce(world, fork);
  return fork;
}

/** Pull requests from a deleted fork are closed and keep their commits, but not their `head.repo`. */
export async function deleteRepository(world: World, repository: Repository, actor: Account): Promise<void> {
  const { repositories } = world.state;
  repositories.splice(repositories.indexOf(repository), 1);
  for (const pullRequest of repositories.flatMap(({ pullRequests }) => pullRequests)) {
    if (pullRequest.head.repository !== repository) continue;
    pullRequest.head.repository = undefined;
    if (pullRequest.state === 'open') finishPullRequest(world, pullRequest, actor);
  }
  await rm(repository.directory, { recursive: true, force: true });
  announce(world, repository);
}

export function setRole(repository: Repository, account: Account, role: Role): Collaborator {
  const found = repository.collaborators.find((each) => each.account === account);
  if (found) {
    found.role = role;
    return found;
  }
  const collaborator = { account, role };
  repository.collaborators.push(collaborator);
  return collaborator;
}

function refuseTakenName(world: World, owner: Account, name: string): void {
  if (!/^[\w.-]{1,100}$/.test(name)) throw new Error(`creating a repository: "${name}" is not a name GitHub allows`);
  const taken = findRepository(world.state, owner.login, name);
  if (taken) throw new Error(`creating a repository: "${fullName(taken)}" exists already`);
}

function buildRepository(
  world: World,
  {
    owner,
    name,
    parent,
    private: isPrivate,
    description,
  }: Omit<NewRepository, 'content'> & { parent: Repository | undefined },
): Repository {
  const id = nextId(world.state);
  const at = world.clock.now();
  return {
    ...{ id, owner, name, description, parent, private: isPrivate ?? false },
    defaultBranch,
    directory: join(world.directory, `${id}.git`),
    ...{ createdAt: at, pushedAt: at, lastNumber: 0 },
    collaborators: owner.type === 'User' ? [{ account: owner, role: 'admin' }] : [],
    ...{ activities: [], labels: [], pullRequests: [], deployments: [], environments: [] },
    ...{ commitStatuses: [], checkSuites: [], checkRuns: [] },
  };
}
