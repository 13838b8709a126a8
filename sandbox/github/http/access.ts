import { covers } from '../state/state.ts';
import type { InstallationToken } from '../state/token.ts';
import { findRole, isAtLeast } from '../state/repository.ts';
import type { Repository, Role } from '../state/repository.ts';
import type { Actor } from './actor.ts';
import { forbidden, notFound, unauthorized } from './api-error.ts';

/** What an operation in a repository takes: one of the permissions for an App, a role for a person. */
export interface Needs {
  /** Such as `pull_requests:write`; any one of them will do. */
  readonly permissions: readonly string[];
  readonly role: Role;
}

/** Whether the actor may know that the repository is there. */
export function canSee(actor: Actor, repository: Repository): boolean {
  if (actor.kind === 'installation' && tokenCovers(actor.token, repository)) return true;
  if (actor.kind === 'user' && findRole(repository, actor.account) !== undefined) return true;
  return !repository.private;
}

/** Throws GitHub's answer unless the actor may do what the operation does. */
export function requireAccess(actor: Actor, repository: Repository, needs: Needs): void {
  if (!canSee(actor, repository)) throw notFound();
  switch (actor.kind) {
    case 'anonymous':
      if (needs.role !== 'read') throw unauthorized('Requires authentication');
      return;
    case 'app':
      throw forbidden('Resource not accessible by integration');
    case 'installation':
      requirePermission(actor.token, repository, needs);
      return;
    case 'user':
      if (needs.role === 'read' || isAtLeast(findRole(repository, actor.account), needs.role)) return;
      throw forbidden(
        needs.role === 'admin' ? 'Must have admin rights to Repository.' : 'Must have push access to repository',
      );
  }
}

function requirePermission(token: InstallationToken, repository: Repository, { permissions }: Needs): void {
  // What everybody can read on a public repository of others an App can read too.
  if (!tokenCovers(token, repository) && permissions.every((permission) => permission.endsWith(':read'))) return;
  const granted = permissions.some((permission) => {
    const [name = '', access] = permission.split(':');
    const held = token.permissions[name];
    return held === 'write' || (held !== undefined && held === access);
  });
  if (!granted || !tokenCovers(token, repository)) throw forbidden('Resource not accessible by integration');
}

function tokenCovers(token: InstallationToken, repository: Repository): boolean {
  if (!covers(token.installation, repository)) return false;
  return token.repositories === undefined || token.repositories.some(({ id }) => id === repository.id);
}
