import { expect, test } from 'vitest';
import { requestThroughGateway } from '../../sandbox/gateway/request-through-gateway.ts';
import type { PullRequest } from '../../sandbox/github/state/pull-request.ts';
import type { ReleaseDriftStatus } from '../../src/environment/release-status.ts';
import { markAuditLog, readAuditLog } from '../helpers/audit-log.ts';
import { useBerth, type Stage } from '../helpers/berth.ts';
import { useBerthChart } from '../helpers/berth-chart.ts';
import { useCluster } from '../helpers/cluster.ts';
import { findEnvironment, untilLive } from '../helpers/preview.ts';
import { until } from '../helpers/until.ts';

const cluster = useCluster('web');
const berth = useBerth(cluster, useBerthChart(cluster, 'own'));
const secondsMs = 20_000;
const anotherImage = 'localhost:21500/berth/web:2';

test('what somebody deletes is back within seconds, what somebody changes is told and left, and both are said', async () => {
  const { stage, pullRequest, namespace, kubectl } = await startLive();

  await kubectl('delete', 'service', 'web');
  await untilDrift(stage, pullRequest, 'Service/web', { change: 'deleted', state: 'mended' });
  await untilServed(stage, pullRequest);
  await kubectl('delete', 'deployment,configmap', '--selector=app!=x');
  await untilDrift(stage, pullRequest, 'Deployment/store', { change: 'deleted', state: 'mended' });
  await untilDrift(stage, pullRequest, 'ConfigMap/store-outputs', { change: 'deleted', state: 'mended' });
  await untilServed(stage, pullRequest);
  await kubectl('set', 'image', 'deployment/web', `*=${anotherImage}`);
  const told = await untilDrift(stage, pullRequest, 'Deployment/web', { change: 'changed', state: 'left' });

  expect(told).toMatchObject({ fields: ['spec.template.spec.containers[app].image'], by: ['kubectl-set'] });
  expect(await kubectl('get', 'deployment', 'web', '-o', imageOf)).toBe(anotherImage);
  await untilSaid(pullRequest, '`Service/web` of `web/web` was deleted by hand and has been put back.');
  await untilSaid(pullRequest, '`Deployment/web` of `web/web` was changed with `kubectl-set` in');
  const revisions = await kubectl('get', 'secrets', '--selector=owner=helm', '-o', 'name');
  expect(revisions.split('\n').filter((name) => !name.endsWith('.v1'))).toEqual([]);
  expect(namespace).toBe(stage.nameNamespace(pullRequest));
});

test('a profile that mends puts back what was changed, but not what an autoscaler sets or what is to be ignored', async () => {
  const { stage, pullRequest, kubectl } = await startLive('drift: mend');
  await kubectl('autoscale', 'deployment', 'web', '--min=2', '--max=2', '--cpu=50%');
  await kubectl('annotate', 'deployment', 'store', 'berth.dev/drift=ignore');

  await kubectl('set', 'image', 'deployment/store', `*=${anotherImage}`);
  await kubectl('scale', 'deployment', 'web', '--replicas=2');
  await kubectl('set', 'image', 'deployment/web', `*=${anotherImage}`);
  await untilDrift(stage, pullRequest, 'Deployment/web', { change: 'changed', state: 'mended' });

  expect(await kubectl('get', 'deployment', 'web', '-o', imageOf)).toBe('localhost:21500/berth/web:1');
  expect(await kubectl('get', 'deployment', 'web', '-o', 'jsonpath={.spec.replicas}')).toBe('2');
  expect(await kubectl('get', 'deployment', 'store', '-o', imageOf)).toBe(anotherImage);
  expect((await listDrift(stage, pullRequest)).map(({ object }) => object)).toEqual(['Deployment/web']);
});

test('a profile that lets drift be has nobody look at it', async () => {
  const { stage, pullRequest, namespace, kubectl } = await startLive('drift: off');
  const mark = await markAuditLog(cluster.paths.auditLog);

  await kubectl('set', 'image', 'deployment/store', `*=${anotherImage}`);
  await kubectl('delete', 'service', 'web');
  await until('berth to see that the Service is missing', secondsMs, async () => {
    const environment = await findEnvironment(stage, pullRequest);
    const web = environment?.status.releases.find(({ name }) => name === 'web');
    return web?.message?.includes('Service/web: it is missing') === true ? '' : JSON.stringify(web);
  });

  const byDeployer = (await readAuditLog(mark)).filter(({ user }) =>
    user.username.includes(`${namespace}:berth-deployer`),
  );
  expect(byDeployer.map(({ requestURI }) => requestURI)).toEqual([]);
  expect(await listDrift(stage, pullRequest)).toEqual([]);
});

const imageOf = 'jsonpath={.spec.template.spec.containers[0].image}';

async function startLive(profile = '') {
  const stage = await berth.start({ profile });
  const pullRequest = await stage.openPullRequest();
  stage.github.actions.addLabel(pullRequest, stage.ada, 'preview');
  await untilLive(stage, pullRequest);
  const namespace = stage.nameNamespace(pullRequest);
  const kubectl = (...args: readonly string[]) => cluster.kubectl('-n', namespace, ...args);
  return { stage, pullRequest, namespace, kubectl };
}

async function listDrift(stage: Stage, pullRequest: PullRequest): Promise<readonly ReleaseDriftStatus[]> {
  const environment = await findEnvironment(stage, pullRequest);
  return environment?.status.releases.flatMap(({ drift = [] }) => drift) ?? [];
}

async function untilDrift(
  stage: Stage,
  pullRequest: PullRequest,
  object: string,
  wanted: Partial<ReleaseDriftStatus>,
): Promise<ReleaseDriftStatus> {
  let found: ReleaseDriftStatus | undefined;
  await until(`${object} to be ${wanted.state ?? ''}`, secondsMs, async () => {
    const all = await listDrift(stage, pullRequest);
    found = all.find((one) => one.object === object && one.state === wanted.state && one.change === wanted.change);
    return found === undefined ? JSON.stringify(all) : '';
  });
  return found!;
}

function untilServed(stage: Stage, pullRequest: PullRequest): Promise<number> {
  return until('the preview to be served', secondsMs, async () => {
    const { status, body } = await requestThroughGateway(cluster.gatewayUrl, stage.nameHost(pullRequest), '/', 'GET');
    return status === 200 ? '' : body;
  });
}

function untilSaid(pullRequest: PullRequest, text: string): Promise<number> {
  return until('the comment to say so', secondsMs, () => {
    const body = pullRequest.comments.at(-1)?.body ?? 'there is no comment';
    return body.includes(text) ? '' : body;
  });
}
