import { adminLogin } from '../state/account.ts';
import type { Account } from '../state/account.ts';
import { roles } from '../state/repository.ts';
import type { Repository, Role } from '../state/repository.ts';

/** The person's role here; everybody may read a public repository. */
export function determineRole(person: Account, repository: Repository): Role | undefined {
  if (person.login === adminLogin || person === repository.owner) return 'admin';
  const collaborator = repository.collaborators.find(({ account }) => account.id === person.id);
  return collaborator?.role ?? (repository.private ? undefined : 'read');
}

export function hasRole(person: Account, repository: Repository, needed: Role): boolean {
  const role = determineRole(person, repository);
  return role !== undefined && roles.indexOf(role) >= roles.indexOf(needed);
}
