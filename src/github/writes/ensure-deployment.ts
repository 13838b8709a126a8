import { z } from 'zod';
import type { GitHubWriter } from '../../engine/ports/github.ts';
import type { RepositoryClient } from '../create-github-clients.ts';
import { isOwn, Signature, type Identity } from '../identity.ts';
import { askAll, askOne } from '../requests/ask.ts';
import { limitDescription } from './limit-text.ts';

export type DeploymentWish = Parameters<GitHubWriter['ensureDeployment']>[1];

/** Resolves to the id of the deployment with our marker, made only if there is none: an answer that was lost makes no second one. */
export async function ensureDeployment(
  client: RepositoryClient,
  identity: Identity,
  wish: DeploymentWish,
): Promise<number> {
  const { octokit, place } = client;
  const { sha, environment, marker } = wish;
  const listed = await askAll(octokit, Deployment, `GET ${deployments}`, { ...place, sha, environment });
  const found = listed.find((one) => one.payload.berth === marker && isOwnDeployment(identity, one));
  return found?.id ?? createDeployment(client, wish);
}

const deployments = '/repos/{owner}/{repo}/deployments';
const Deployment = z.object({
  id: z.int(),
  /** Whoever makes one puts into it what they like. */
  payload: z.object({ berth: z.unknown() }).partial().catch({}),
  creator: Signature.author,
  performed_via_github_app: Signature.app,
});
const Created = z.object({ id: z.int() });

function isOwnDeployment(identity: Identity, { creator, ...rest }: z.output<typeof Deployment>): boolean {
  return isOwn(identity, { author: creator, app: rest.performed_via_github_app });
}

async function createDeployment(
  { octokit, place }: RepositoryClient,
  { sha, environment, marker, description }: DeploymentWish,
): Promise<number> {
  const created = await askOne(octokit, Created, `POST ${deployments}`, {
    ...place,
    ref: sha,
    environment,
    description: limitDescription(description),
    payload: { berth: marker },
    // Without these GitHub would merge the base branch into the pull request, and wait for all of its checks.
    auto_merge: false,
    required_contexts: [],
    // Gone at its end, so that an inactive one shows as destroyed and no other preview's success ends it.
    transient_environment: true,
    production_environment: false,
  });
  return created.id;
}
