import type { App } from '../state/app.ts';
import type { Deployment, DeploymentStatus, Environment } from '../state/deployment.ts';
import type { Repository } from '../state/repository.ts';
import { renderUser } from './user.ts';
import { renderApp } from './app.ts';
import { apiOf, nodeId, pageOf, timeOf } from './links.ts';
import type { Links } from './links.ts';

export function renderDeployment(links: Links, app: App, repository: Repository, deployment: Deployment) {
  const url = `${apiOf(links, repository)}/deployments/${deployment.id}`;
  return {
    url,
    id: deployment.id,
    node_id: nodeId('DE', deployment.id),
    sha: deployment.sha,
    ref: deployment.ref,
    task: deployment.task,
    payload: deployment.payload,
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: deployment.description ?? null,
    creator: renderUser(links, deployment.creator),
    created_at: timeOf(deployment.createdAt),
    updated_at: timeOf(deployment.updatedAt),
    statuses_url: `${url}/statuses`,
    repository_url: apiOf(links, repository),
    transient_environment: deployment.transient,
    production_environment: deployment.production,
    performed_via_github_app: deployment.viaApp ? renderApp(links, app) : null,
  };
}

export function renderDeploymentStatus(
  links: Links,
  app: App,
  repository: Repository,
  deployment: Deployment,
  status: DeploymentStatus,
) {
  const deploymentUrl = `${apiOf(links, repository)}/deployments/${deployment.id}`;
  return {
    url: `${deploymentUrl}/statuses/${status.id}`,
    id: status.id,
    node_id: nodeId('DES', status.id),
    state: status.state,
    creator: renderUser(links, status.creator),
    description: status.description,
    environment: status.environment,
    target_url: status.logUrl,
    created_at: timeOf(status.createdAt),
    updated_at: timeOf(status.createdAt),
    deployment_url: deploymentUrl,
    repository_url: apiOf(links, repository),
    environment_url: status.environmentUrl,
    log_url: status.logUrl,
    performed_via_github_app: status.viaApp ? renderApp(links, app) : null,
  };
}

export function renderEnvironment(links: Links, repository: Repository, environment: Environment) {
  const name = encodeURIComponent(environment.name);
  return {
    id: environment.id,
    node_id: nodeId('EN', environment.id),
    name: environment.name,
    url: `${apiOf(links, repository)}/environments/${name}`,
    html_url: `${pageOf(links, repository)}/deployments/activity_log?environments_filter=${name}`,
    created_at: timeOf(environment.createdAt),
    updated_at: timeOf(environment.createdAt),
    protection_rules: [] as unknown[],
    deployment_branch_policy: null,
  };
}
