import type { Environment } from '../../environment/environment.ts';
import { describeDeployment } from '../../report/describe-deployment.ts';
import type { DeploymentState } from '../ports/github.ts';
import { isRemoved } from './determine-news.ts';
import type { ReportParts } from './report-pull-request.ts';

/** Tells GitHub by its deployments which commit is where, and of each earlier one that it is not. */
export async function reportDeployments(environment: Environment, parts: ReportParts): Promise<void> {
  const { commit, phase, blockers } = environment.status;
  // On its way out a deployment is what it was, until it is gone.
  if (phase === 'TearingDown' && !isRemoved(environment) && blockers.length === 0) return;
  const wanted = describeDeployment(environment, parts.publicUrl);
  if (commit !== undefined && wanted !== undefined) {
    await ensureDeployment(environment.name, { sha: commit, ...wanted }, parts);
    // GitHub shows a new deployment as pending: while it is only being prepared, that says it all.
    if (phase !== 'Pending') await ensureState(environment.name, { sha: commit, ...wanted }, parts);
  }
  const latest = parts.cluster.environments.get(environment.name) ?? environment;
  for (const { sha, state } of latest.status.github.deployments) {
    const isCurrent = sha === commit && wanted !== undefined;
    if (isCurrent || state === 'inactive') continue;
    const description = commit === sha ? 'Not deployed.' : 'Superseded by a newer commit.';
    const logUrl = `${parts.publicUrl}/environments/${environment.name}`;
    await ensureState(
      environment.name,
      { sha, state: 'inactive', description, environmentUrl: undefined, logUrl },
      parts,
    );
  }
}

interface WantedState {
  readonly sha: string;
  readonly state: DeploymentState;
  readonly description: string;
  readonly environmentUrl: string | undefined;
  readonly logUrl: string;
}

/** Each write is recorded before the next, so that after a crash none is made twice. */
async function ensureDeployment(name: string, { sha, description }: WantedState, parts: ReportParts): Promise<void> {
  const environment = parts.cluster.environments.get(name);
  if (environment === undefined || find(name, sha, parts) !== undefined) return;
  const { repository, profile } = environment.spec;
  const marker = `${name}/${environment.uid}`;
  const deployment = { sha, environment: profile, marker, description };
  const id = await parts.github.ensureDeployment(repository, deployment);
  await remember(name, { id, sha, state: 'pending' }, parts);
}

async function ensureState(name: string, { sha, ...status }: WantedState, parts: ReportParts): Promise<void> {
  const known = find(name, sha, parts);
  const repository = parts.cluster.environments.get(name)?.spec.repository;
  if (known === undefined || known.state === status.state || repository === undefined) return;
  await parts.github.createDeploymentStatus(repository, { deployment: known.id, ...status });
  await remember(name, { id: known.id, sha, state: status.state }, parts);
}

type KnownDeployment = Environment['status']['github']['deployments'][number];

function find(name: string, sha: string, { cluster }: ReportParts): KnownDeployment | undefined {
  return cluster.environments.get(name)?.status.github.deployments.find((deployment) => deployment.sha === sha);
}

/** What has been inactive for long is of no more use. */
const mostDeployments = 20;

async function remember(name: string, deployment: KnownDeployment, { cluster }: ReportParts): Promise<void> {
  const github = cluster.environments.get(name)?.status.github;
  if (github === undefined) return;
  const others = github.deployments.filter(({ id }) => id !== deployment.id);
  const deployments = [...others, deployment].slice(-mostDeployments);
  await cluster.environments.updateStatus(name, { github: { ...github, deployments } });
}
