import { addAccount } from '../actions/accounts.ts';
import { deleteRepository, forkRepository, setRole } from '../actions/repositories.ts';
import { notFound, validationFailed } from '../http/api-error.ts';
import { noContent, ok, readRoute, writeRoute } from '../http/route.ts';
import type { Answer, RepositoryCall, Route, SignedCall } from '../http/route.ts';
import { renderUser } from '../render/user.ts';
import { renderFullRepository } from '../render/repository.ts';
import { findRole, isAtLeast, roles } from '../state/repository.ts';
import type { Role } from '../state/repository.ts';
import { findAccount } from '../state/state.ts';

export const repositoryRoutes: readonly Route[] = [
  readRoute('GET /repos/{owner}/{repo}', 'metadata:read', ({ world, repository }) =>
    ok(renderFullRepository(world.links, repository)),
  ),
  writeRoute(
    'DELETE /repos/{owner}/{repo}',
    'administration:write',
    'admin',
    async ({ world, repository, account }) => {
      await deleteRepository(world, repository, account);
      return noContent();
    },
  ),
  writeRoute('POST /repos/{owner}/{repo}/forks', 'administration:write', 'read', fork),
  readRoute('GET /repos/{owner}/{repo}/collaborators/{username}/permission', 'metadata:read', answerPermission),
  writeRoute('PUT /repos/{owner}/{repo}/collaborators/{username}', 'administration:write', 'admin', addCollaborator),
];

async function fork({ world, state, repository, account, body }: SignedCall): Promise<Answer> {
  const { organization } = (body ?? {}) as { organization?: string };
  const owner = organization === undefined ? account : findAccount(state, organization);
  if (!owner) throw validationFailed('Fork', 'invalid', { field: 'organization' });
  const forked = await forkRepository(world, repository, owner);
  return { kind: 'json', status: 202, body: renderFullRepository(world.links, forked) };
}

/** GitHub's older `permission` knows four words; `role_name` says what the person really is. */
function answerPermission({ world, state, repository, params }: RepositoryCall): Answer {
  const account = findAccount(state, params['username'] ?? '');
  if (!account) throw notFound();
  const role = findRole(repository, account) ?? (repository.private ? undefined : 'read');
  const permissions = {
    pull: isAtLeast(role, 'read'),
    triage: isAtLeast(role, 'triage'),
    push: isAtLeast(role, 'write'),
    maintain: isAtLeast(role, 'maintain'),
    admin: isAtLeast(role, 'admin'),
  };
  const user = { ...renderUser(world.links, account), permissions, role_name: role ?? 'none' };
  return ok({ permission: legacyPermission(role), role_name: role ?? 'none', user });
}

function legacyPermission(role: Role | undefined): string {
  switch (role) {
    case undefined:
      return 'none';
    case 'maintain':
      return 'write';
    case 'triage':
      return 'read';
    case 'read':
    case 'write':
    case 'admin':
      return role;
  }
}

/** By GitHub's older names as well as by the roles. */
const rolesByName: Readonly<Record<string, Role>> = {
  pull: 'read',
  push: 'write',
  ...Object.fromEntries(roles.map((role) => [role, role])),
};

function addCollaborator({ world, repository, params, body }: SignedCall): Answer {
  const { permission = 'push' } = (body ?? {}) as { permission?: string };
  const role = rolesByName[permission];
  if (!role) throw validationFailed('Repository', 'invalid', { field: 'permission', value: permission });
  setRole(repository, addAccount(world, { login: params['username'] ?? '', type: 'User' }), role);
  return noContent();
}
