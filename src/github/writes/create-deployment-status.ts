import { z } from 'zod';
import type { GitHubWriter } from '../../engine/ports/github.ts';
import type { RepositoryClient } from '../create-github-clients.ts';
import { askOne } from '../requests/ask.ts';
import { limitDescription } from './limit-text.ts';

export type StatusWish = Parameters<GitHubWriter['createDeploymentStatus']>[1];

/** Adds a status to a deployment, unless it is the one that the deployment has. */
export async function createDeploymentStatus({ octokit, place }: RepositoryClient, wish: StatusWish): Promise<void> {
  const at = { ...place, deployment_id: wish.deployment };
  const status: Status = {
    state: wish.state,
    description: limitDescription(wish.description),
    environment_url: wish.environmentUrl ?? '',
    log_url: wish.logUrl,
  };
  const [newest] = await askOne(octokit, z.array(Status), `GET ${statuses}`, { ...at, per_page: 1 });
  if (newest !== undefined && isSame(newest, status)) return;
  // What else runs in the same environment belongs to other pull requests: it is not for GitHub to end it.
  await askOne(octokit, Status, `POST ${statuses}`, { ...at, ...status, auto_inactive: false });
}

const statuses = '/repos/{owner}/{repo}/deployments/{deployment_id}/statuses';
type Status = z.output<typeof Status>;
const Status = z.object({
  state: z.string(),
  description: z.string().default(''),
  environment_url: z.string().default(''),
  log_url: z.string().default(''),
});

function isSame(one: Status, other: Status): boolean {
  return (['state', 'description', 'environment_url', 'log_url'] as const).every((name) => one[name] === other[name]);
}
