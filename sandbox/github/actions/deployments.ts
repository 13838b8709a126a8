import { renderDeployment, renderDeploymentStatus } from '../render/deployment.ts';
import type { Account } from '../state/account.ts';
import { currentState } from '../state/deployment.ts';
import type { Deployment, DeploymentStatus } from '../state/deployment.ts';
import type { Repository } from '../state/repository.ts';
import { nextId } from '../state/state.ts';
import { announce, emit } from '../webhooks/emit.ts';
import type { World } from '../world.ts';

export type NewDeployment = Pick<
  Deployment,
  'sha' | 'ref' | 'task' | 'payload' | 'environment' | 'description' | 'transient' | 'production'
>;

export function createDeployment(
  world: World,
  repository: Repository,
  creator: Account,
  wanted: NewDeployment,
): Deployment {
  const { state, links, clock } = world;
  const at = clock.now();
  const viaApp = creator === state.app.bot;
  const deployment = { ...wanted, id: nextId(state), creator, viaApp, createdAt: at, updatedAt: at, statuses: [] };
  repository.deployments.push(deployment);
  ensureEnvironment(world, repository, wanted.environment);
  for (const { head, timeline } of repository.pullRequests) {
    if (head.sha === wanted.sha) timeline.push({ kind: 'deployed', deploymentId: deployment.id, at, actor: creator });
  }
  const payload = {
    deployment: renderDeployment(links, state.app, repository, deployment),
    workflow: null,
    workflow_run: null,
  };
  emit(world, { event: 'deployment', action: 'created', repository, sender: creator, payload });
  announceDeployment(world, repository, deployment);
  return deployment;
}

export type NewDeploymentStatus = Pick<
  DeploymentStatus,
  'state' | 'description' | 'environment' | 'environmentUrl' | 'logUrl'
>;

export function addDeploymentStatus(
  world: World,
  { repository, deployment }: DeploymentPlace,
  creator: Account,
  wanted: NewDeploymentStatus & { readonly autoInactive: boolean },
): DeploymentStatus {
  const { autoInactive, ...facts } = wanted;
  const added = pushStatus(world, { repository, deployment }, creator, facts);
  if (wanted.state !== 'success' || !autoInactive) return added;
  for (const earlier of listReplaced(repository, deployment)) {
    const replaced = { ...facts, state: 'inactive', description: '', environment: earlier.environment } as const;
    pushStatus(world, { repository, deployment: earlier }, creator, replaced);
  }
  return added;
}

/** GitHub lets nobody remove what is in use, unless it is the only deployment of its environment. */
export function canDelete(repository: Repository, deployment: Deployment): boolean {
  const siblings = repository.deployments.filter(({ environment }) => environment === deployment.environment);
  return currentState(deployment) === 'inactive' || siblings.length === 1;
}

export interface DeploymentPlace {
  readonly repository: Repository;
  readonly deployment: Deployment;
}

/** A success makes inactive what was a success before it in the same environment, but for transient and production ones. */
function listReplaced(repository: Repository, deployment: Deployment): Deployment[] {
  return repository.deployments.filter(
    (each) =>
      each.id < deployment.id &&
      each.environment === deployment.environment &&
      !each.transient &&
      !each.production &&
      currentState(each) === 'success',
  );
}

function pushStatus(
  world: World,
  { repository, deployment }: DeploymentPlace,
  creator: Account,
  facts: NewDeploymentStatus,
): DeploymentStatus {
  const { state, links, clock } = world;
  const at = clock.now();
  const status = { ...facts, id: nextId(state), creator, viaApp: creator === state.app.bot, createdAt: at };
  deployment.statuses.push(status);
  deployment.updatedAt = at;
  const payload = {
    deployment: renderDeployment(links, state.app, repository, deployment),
    deployment_status: renderDeploymentStatus(links, state.app, repository, deployment, status),
    check_run: null,
    workflow: null,
    workflow_run: null,
  };
  emit(world, { event: 'deployment_status', action: 'created', repository, sender: creator, payload });
  announceDeployment(world, repository, deployment);
  return status;
}

function ensureEnvironment(world: World, repository: Repository, name: string): void {
  if (repository.environments.some((environment) => environment.name === name)) return;
  repository.environments.push({ id: nextId(world.state), name, createdAt: world.clock.now() });
}

function announceDeployment(world: World, repository: Repository, deployment: Deployment): void {
  for (const { timeline, number } of repository.pullRequests) {
    const told = timeline.some((entry) => entry.kind === 'deployed' && entry.deploymentId === deployment.id);
    if (told) announce(world, repository, number);
  }
  announce(world, repository);
}
