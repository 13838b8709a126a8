import type { Account } from '../state/account.ts';
import type { Repository } from '../state/repository.ts';

export type AuthorAssociation = 'OWNER' | 'MEMBER' | 'COLLABORATOR' | 'CONTRIBUTOR' | 'NONE';

/** How GitHub says what somebody is to a repository. */
export function determineAuthorAssociation(repository: Repository, account: Account): AuthorAssociation {
  if (repository.owner.id === account.id) return 'OWNER';
  const collaborator = repository.collaborators.some((each) => each.account.id === account.id);
  if (collaborator) return repository.owner.type === 'Organization' ? 'MEMBER' : 'COLLABORATOR';
  const contributed = repository.pullRequests.some(
    ({ author, merge }) => author.id === account.id && merge !== undefined,
  );
  return contributed ? 'CONTRIBUTOR' : 'NONE';
}
