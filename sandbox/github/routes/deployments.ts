import { mergeDefaultBranch } from '../actions/auto-merge.ts';
import { addDeploymentStatus, canDelete, createDeployment } from '../actions/deployments.ts';
import { resolveCommit } from '../git/refs.ts';
import { ApiError, notFound, unprocessable, validationFailed } from '../http/api-error.ts';
import { countCharacters } from '../http/count-characters.ts';
import { paginate } from '../http/paginate.ts';
import { created, noContent, ok, readRoute, writeRoute } from '../http/route.ts';
import type { Answer, RepositoryCall, Route, SignedCall } from '../http/route.ts';
import { renderDeployment, renderDeploymentStatus } from '../render/deployment.ts';
import type { Deployment, DeploymentState, DeploymentStatus } from '../state/deployment.ts';
import { listFailingContexts } from './required-contexts.ts';

const read = 'deployments:read';
const write = 'deployments:write';
const deployments = '/repos/{owner}/{repo}/deployments';
const deploymentPath = `${deployments}/{deployment_id}` as const;

export const longestDescription = 140;

export const deploymentRoutes: readonly Route[] = [
  readRoute(`GET ${deployments}`, read, list),
  writeRoute(`POST ${deployments}`, write, 'write', create),
  readRoute(`GET ${deploymentPath}`, read, (call) => ok(renderOne(call, requireDeployment(call)))),
  writeRoute(`DELETE ${deploymentPath}`, write, 'write', remove),
  readRoute(`GET ${deploymentPath}/statuses`, read, (call) => {
    const deployment = requireDeployment(call);
    const { items, headers } = paginate(call, deployment.statuses.toReversed());
    return ok(
      items.map((status) => renderStatus(call, deployment, status)),
      headers,
    );
  }),
  writeRoute(`POST ${deploymentPath}/statuses`, write, 'write', addStatus),
  readRoute(`GET ${deploymentPath}/statuses/{status_id}`, read, (call) => {
    const deployment = requireDeployment(call);
    const status = deployment.statuses.find(({ id }) => String(id) === call.params['status_id']);
    if (!status) throw notFound();
    return ok(renderStatus(call, deployment, status));
  }),
];

function requireDeployment({ repository, params }: RepositoryCall): Deployment {
  const deployment = repository.deployments.find(({ id }) => String(id) === params['deployment_id']);
  if (!deployment) throw notFound();
  return deployment;
}

function renderOne({ world, state, repository }: RepositoryCall, deployment: Deployment) {
  return renderDeployment(world.links, state.app, repository, deployment);
}

function renderStatus({ world, state, repository }: RepositoryCall, deployment: Deployment, status: DeploymentStatus) {
  return renderDeploymentStatus(world.links, state.app, repository, deployment, status);
}

function list(call: RepositoryCall): Answer {
  const { repository, query } = call;
  const asked = (['sha', 'ref', 'task', 'environment'] as const).flatMap((name) => {
    const value = query.get(name);
    return value === null || value === 'none' ? [] : [[name, value] as const];
  });
  const chosen = repository.deployments.filter((each) => asked.every(([name, value]) => each[name] === value));
  const { items, headers } = paginate(call, chosen.toReversed());
  return ok(
    items.map((deployment) => renderOne(call, deployment)),
    headers,
  );
}

interface DeploymentRequest {
  readonly ref: string;
  readonly task?: string;
  readonly auto_merge?: boolean;
  readonly required_contexts?: readonly string[];
  readonly payload?: Deployment['payload'];
  readonly environment?: string;
  readonly description?: string | null;
  readonly transient_environment?: boolean;
  readonly production_environment?: boolean;
}

async function create(call: SignedCall): Promise<Answer> {
  const { world, repository, account } = call;
  const request = call.body as DeploymentRequest;
  const { ref, environment = 'production', description } = request;
  refuseLongDescription('Deployment', description ?? '');
  const sha = await resolveCommit(repository.directory, ref);
  if (sha === undefined) throw unprocessable(`No ref found for: ${ref}`);
  if ((request.auto_merge ?? true) && (await mergeDefaultBranch(world, repository, account, ref))) {
    const message = `Auto-merged ${repository.defaultBranch} into ${ref} on deployment.`;
    return { kind: 'json', status: 202, body: { message } };
  }
  const failing = listFailingContexts(repository, sha, request.required_contexts);
  if (failing.length > 0) {
    const errors = [{ contexts: failing, resource: 'Deployment', field: 'required_contexts', code: 'invalid' }];
    throw new ApiError(409, { message: `Conflict: Commit status checks failed for ${ref}.`, errors });
  }
  const deployment = createDeployment(world, repository, account, {
    ...{ sha, ref, environment },
    task: request.task ?? 'deploy',
    payload: request.payload ?? {},
    description: description ?? undefined,
    transient: request.transient_environment ?? false,
    production: request.production_environment ?? environment === 'production',
  });
  return created(renderOne(call, deployment));
}

function remove(call: SignedCall): Answer {
  const { repository } = call;
  const deployment = requireDeployment(call);
  if (!canDelete(repository, deployment)) {
    throw unprocessable(
      'We cannot delete an active deployment unless it is the only deployment in a given environment.',
    );
  }
  repository.deployments.splice(repository.deployments.indexOf(deployment), 1);
  return noContent();
}

interface StatusRequest {
  readonly state: DeploymentState;
  readonly description?: string;
  readonly environment?: string;
  readonly environment_url?: string;
  readonly target_url?: string;
  readonly log_url?: string;
  readonly auto_inactive?: boolean;
}

function addStatus(call: SignedCall): Answer {
  const { world, repository, account } = call;
  const deployment = requireDeployment(call);
  const request = call.body as StatusRequest;
  const { description = '', state } = request;
  refuseLongDescription('DeploymentStatus', description);
  const status = addDeploymentStatus(world, { repository, deployment }, account, {
    ...{ state, description },
    environment: request.environment ?? deployment.environment,
    environmentUrl: requireAddress(request.environment_url, 'environment_url'),
    logUrl: requireAddress(request.log_url ?? request.target_url, 'log_url'),
    autoInactive: request.auto_inactive ?? true,
  });
  return created(renderStatus(call, deployment, status));
}

function refuseLongDescription(resource: string, description: string): void {
  if (countCharacters(description) <= longestDescription) return;
  const message = `description is too long (maximum is ${longestDescription} characters)`;
  throw validationFailed(resource, 'custom', { field: 'description', message });
}

function requireAddress(address = '', field: string): string {
  if (address !== '' && !/^https?:\/\//.test(address)) {
    throw validationFailed('DeploymentStatus', 'custom', { field, message: `${field} must use http(s) scheme` });
  }
  return address;
}
