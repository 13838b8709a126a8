import type { GitHubWriter } from '../engine/ports/github.ts';
import type { GitHubClients } from './create-github-clients.ts';
import { attempt } from './errors.ts';
import { createIdentityReader } from './identity.ts';
import { createDeploymentStatus } from './writes/create-deployment-status.ts';
import { ensureCheckRun } from './writes/ensure-check-run.ts';
import { ensureComment } from './writes/ensure-comment.ts';
import { ensureDeployment } from './writes/ensure-deployment.ts';
import { removeLabel } from './writes/remove-label.ts';

/** Creates the writer to GitHub. Each write first looks whether it is there, so that repeating one after a lost answer changes nothing. */
export function createGitHubWriter(clients: GitHubClients): GitHubWriter {
  const readIdentity = createIdentityReader(clients);
  return {
    ensureComment: ({ repository, number }, comment) =>
      attempt(`writing the comment of ${repository}#${number}`, async () => {
        const identity = await readIdentity();
        return clients.inRepository(repository, (client) => ensureComment(client, identity, { number, ...comment }));
      }),
    ensureDeployment: (repository, deployment) =>
      attempt(`creating a deployment of ${repository}@${deployment.sha}`, async () => {
        const identity = await readIdentity();
        return clients.inRepository(repository, (client) => ensureDeployment(client, identity, deployment));
      }),
    createDeploymentStatus: (repository, status) =>
      attempt(`setting deployment ${status.deployment} of ${repository} to "${status.state}"`, () =>
        clients.inRepository(repository, (client) => createDeploymentStatus(client, status)),
      ),
    ensureCheckRun: (repository, check) =>
      attempt(`writing the check "${check.name}" of ${repository}@${check.sha}`, async () => {
        const identity = await readIdentity();
        return clients.inRepository(repository, (client) => ensureCheckRun(client, identity, check));
      }),
    removeLabel: ({ repository, number }, label) =>
      attempt(`taking the label "${label}" off ${repository}#${number}`, () =>
        clients.inRepository(repository, (client) => removeLabel(client, number, label)),
      ),
  };
}
