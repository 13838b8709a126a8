import type { GitHubReader } from '../engine/ports/github.ts';
import type { GitHubClients } from './create-github-clients.ts';
import { attempt } from './errors.ts';
import { listChangedFiles } from './list-changed-files.ts';
import { listChecks } from './list-checks.ts';
import { listLabelled } from './list-labelled.ts';
import { readActor } from './read-actor.ts';
import { readApprovalHistory } from './read-approval-history.ts';
import { readPullRequest } from './read-pull-request.ts';
import { redeliverFailed } from './redeliver-failed.ts';

/** Creates the reader of what is true on GitHub. Nothing is kept from one reading to the next. */
export function createGitHubReader(clients: GitHubClients): GitHubReader {
  return {
    readPullRequest: (address) => readPullRequest(clients, address),
    readApprovalHistory: (address, of) =>
      attempt(`reading who approved ${address.repository}#${address.number}`, () =>
        clients.inRepository(address.repository, (client) => readApprovalHistory(client, address, of)),
      ),
    readActor: (repository, account) =>
      attempt(`reading the role of "${account.login}" in ${repository}`, () =>
        clients.inRepository(repository, (client) => readActor(client, account)),
      ),
    listChangedFiles: ({ repository, number }) =>
      attempt(`listing the files of ${repository}#${number}`, () =>
        clients.inRepository(repository, (client) => listChangedFiles(client, number)),
      ),
    listChecks: (repository, sha) =>
      attempt(`listing the checks of a commit of ${repository}`, () =>
        clients.inRepository(repository, (client) => listChecks(client, sha)),
      ),
    listLabelled: (labels, repository) => listLabelled(clients, labels, repository),
    redeliverFailed: (signal) =>
      attempt('asking for lost webhooks again', async () => redeliverFailed(await clients.asApp(), signal)),
  };
}
