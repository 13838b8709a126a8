import type { GitHub } from '../../../../sandbox/github/github.ts';
import type { Account } from '../../../../sandbox/github/state/account.ts';
import type { PullRequest } from '../../../../sandbox/github/state/pull-request.ts';
import type { Repository } from '../../../../sandbox/github/state/repository.ts';

export interface Shop {
  readonly repository: Repository;
  readonly pullRequest: PullRequest;
  readonly alice: Account;
}

/** `acme/shop` with the pull request 1 of `alice`, who may write; `tom` may triage, `olga` is an outsider. */
export async function createShop({ actions }: GitHub): Promise<Shop> {
  const acme = actions.addOrganization('acme');
  const alice = actions.addPerson('alice');
  const repository = await actions.createRepository({
    owner: acme,
    name: 'shop',
    content: { files: { 'README.md': '# The shop\n', 'price.txt': '10\n' } },
  });
  actions.setRole(repository, alice, 'write');
  actions.setRole(repository, actions.addPerson('tom'), 'triage');
  actions.addPerson('olga');
  actions.install(acme);
  await actions.commit(repository, {
    author: alice,
    branch: 'cheaper',
    message: 'Make it cheaper',
    changes: { 'price.txt': '9\n' },
  });
  const pullRequest = await actions.openPullRequest(repository, {
    author: alice,
    title: 'Make it cheaper',
    body: 'Nobody buys at **10**.',
    head: 'cheaper',
  });
  return { repository, pullRequest, alice };
}
