import { CoreV1Api, CustomObjectsApi } from '@kubernetes/client-node';
import { requestThroughGateway } from '../../sandbox/gateway/request-through-gateway.ts';
import { currentState, type Deployment } from '../../sandbox/github/state/deployment.ts';
import type { PullRequest } from '../../sandbox/github/state/pull-request.ts';
import { EnvironmentStatus, type Environment } from '../../src/environment/environment.ts';
import type { Stage } from './berth.ts';
import { until } from './until.ts';

/** What may be read of an `Environment` object. */
export type EnvironmentObject = Pick<Environment, 'spec' | 'status'> & {
  readonly metadata: { readonly name: string; readonly uid: string };
};

/** Waits until the head of a pull request is live, by what GitHub shows, and its address serves it. Resolves to how long it took. */
export async function untilLive(stage: Stage, pullRequest: PullRequest, withinMs = 90_000): Promise<number> {
  const tookMs = await until('the preview to be live', withinMs, () => describeUnlive(stage, pullRequest));
  const { status, body } = await requestThroughGateway(
    stage.cluster.gatewayUrl,
    stage.nameHost(pullRequest),
    '/',
    'GET',
  );
  const served = status === 200 ? (JSON.parse(body) as { env: { COMMIT?: string } }).env.COMMIT : body;
  if (served !== pullRequest.head.sha) {
    throw new Error(`the preview is called live at ${pullRequest.head.sha} and serves ${served ?? 'nothing'}`);
  }
  return tookMs;
}

function describeUnlive(stage: Stage, pullRequest: PullRequest): string {
  const states = listDeployments(stage, pullRequest).map(
    (deployment) => `${deployment.sha.slice(0, 7)} is ${currentState(deployment)}`,
  );
  const comment = pullRequest.comments.at(-1)?.body ?? '';
  const isLive = states.at(-1) === `${pullRequest.head.sha.slice(0, 7)} is success` && /\blive\b/i.test(comment);
  const isCurrent = comment.includes(pullRequest.head.sha.slice(0, 7));
  return isLive && isCurrent ? '' : `deployments: ${states.join(', ')}; comment: ${comment}`;
}

/** Waits until nothing of a pull request's preview is left anywhere, and the pull request says so. Resolves to how long it took. */
export async function untilGone(stage: Stage, pullRequest: PullRequest, withinMs = 90_000): Promise<number> {
  return until('the preview to be gone', withinMs, async () => (await listRemains(stage, pullRequest)).join(', '));
}

/** Lists what is left of the preview of a pull request: in the cluster, and of what GitHub says. */
export async function listRemains(stage: Stage, pullRequest: PullRequest): Promise<readonly string[]> {
  const core = stage.cluster.config.makeApiClient(CoreV1Api);
  const name = stage.nameNamespace(pullRequest);
  const [namespaces, volumes, environment] = await Promise.all([
    core.listNamespace({ fieldSelector: `metadata.name=${name}` }),
    core.listPersistentVolume(),
    findEnvironment(stage, pullRequest),
  ]);
  const ofIt = volumes.items.filter(({ spec }) => spec?.claimRef?.namespace === name);
  const active = listDeployments(stage, pullRequest).filter((one) => currentState(one) !== 'inactive');
  const said = pullRequest.comments.at(-1)?.body ?? '';
  return [
    ...namespaces.items.map(() => `namespace ${name}`),
    ...ofIt.map(({ metadata }) => `volume ${metadata?.name ?? ''}`),
    ...(environment === undefined ? [] : [`${environment.metadata.name} as ${JSON.stringify(environment.status)}`]),
    ...active.map((one) => `the deployment of ${one.sha.slice(0, 7)} as ${currentState(one)}`),
    ...(/removed/i.test(said) ? [] : [`the comment as: ${said}`]),
  ];
}

/** The deployments of a pull request's commits, in the order in which they were made. */
export function listDeployments({ repository }: Stage, { timeline }: PullRequest): readonly Deployment[] {
  const shas = new Set(timeline.flatMap((entry) => (entry.kind === 'committed' ? [entry.sha] : [])));
  return repository.deployments.filter(({ sha }) => shas.has(sha));
}

/** The object that berth keeps of a pull request's preview. */
export async function findEnvironment(
  { cluster, berthNamespace }: Stage,
  { number }: PullRequest,
): Promise<EnvironmentObject | undefined> {
  const api = cluster.config.makeApiClient(CustomObjectsApi);
  const environments = { group: 'berth.dev', version: 'v1alpha1', plural: 'environments', namespace: berthNamespace };
  const { items } = (await api.listNamespacedCustomObject(environments)) as {
    items: (Omit<EnvironmentObject, 'status'> & { readonly status?: unknown })[];
  };
  const found = items.find(({ spec }) => spec.pullRequest === number);
  return found === undefined ? undefined : { ...found, status: EnvironmentStatus.parse(found.status ?? {}) };
}
