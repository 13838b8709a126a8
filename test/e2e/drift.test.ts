import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { requestThroughGateway } from '../../sandbox/gateway/request-through-gateway.ts';
import type { PullRequest } from '../../sandbox/github/state/pull-request.ts';
import type { ReleaseDriftStatus } from '../../src/environment/release-status.ts';
import { createDrift } from '../../src/kube/drift/create-drift.ts';
import { parseHelmManifest } from '../../src/kube/world/parse-helm-manifest.ts';
import { markAuditLog, readAuditLog } from '../helpers/audit-log.ts';
import { useBerth, type Stage } from '../helpers/berth.ts';
import { useBerthChart } from '../helpers/berth-chart.ts';
import { useCluster } from '../helpers/cluster.ts';
import { findEnvironment, untilLive } from '../helpers/preview.ts';
import { repositoryRoot } from '../house/list-source-files.ts';
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

test('what is written beside what a chart says is no drift, in none of the charts that berth carries', async () => {
  const { namespace, drift } = await useNamespace('charts');
  const charts = ['app', 'job', 'mongodb', 'postgres', 'redis'];
  for (const name of charts) await install(namespace, name);
  const kinds = 'deployments,jobs,services,ingresses,secrets,configmaps,persistentvolumeclaims,serviceaccounts';
  await cluster.kubectl(
    'label',
    '-n',
    namespace,
    kinds,
    '--selector=app.kubernetes.io/managed-by=Helm',
    'who=somebody',
  );

  for (const name of charts) {
    const objects = parseHelmManifest(
      await cluster.helm('get', 'manifest', name, `--namespace=${namespace}`),
      namespace,
    );
    const release = { namespace, helmRelease: name, revision: 1 };
    const findings = await drift.inspectObjects(release, objects, new AbortController().signal);
    expect({ name, findings }).toEqual({ name, findings: objects.map(() => ({ kind: 'same' })) });
    expect(objects.length).toBeGreaterThan(0);
  }
});

test('what is changed beside what is left alone is found, and put back alone', async () => {
  const { namespace, drift } = await useNamespace('beside');
  await install(namespace, 'app');
  const kubectl = (...args: readonly string[]) => cluster.kubectl('-n', namespace, ...args);
  const release = { namespace, helmRelease: 'app', revision: 1 };
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'app' };
  await kubectl('autoscale', 'deployment', 'app', '--min=3', '--max=3');
  await kubectl('scale', 'deployment', 'app', '--replicas=3');
  await kubectl('patch', 'deployment', 'app', '-p', '{"metadata":{"labels":{"app.kubernetes.io/name":"other"}}}');
  const { signal } = new AbortController();

  expect(await drift.inspectObjects(release, [deployment], signal)).toEqual([
    { kind: 'changed', fields: ['metadata.labels[app.kubernetes.io/name]'], by: ['kubectl-patch'] },
  ]);
  await drift.mendObjects(release, [deployment], signal);

  expect(await drift.inspectObjects(release, [deployment], signal)).toEqual([{ kind: 'same' }]);
  expect(await kubectl('get', 'deployment', 'app', '-o', 'jsonpath={.spec.replicas}')).toBe('3');
});

async function useNamespace(name: string) {
  const namespace = await cluster.createNamespace(name);
  const kubeconfig = await readFile(cluster.paths.kubeconfig, 'utf8');
  const access = { createKubeconfig: () => Promise.resolve(kubeconfig) };
  return { namespace, drift: createDrift({ access, log: pino({ level: 'silent' }) }) };
}

/** Installs a chart that berth carries, with an image that is there. */
function install(namespace: string, name: string): Promise<string> {
  const values = ['--set=image.repository=localhost:21500/berth/web', '--set-string=image.tag=1', '--no-hooks'];
  return cluster.helm('install', name, join(repositoryRoot, 'charts', name), `--namespace=${namespace}`, ...values);
}

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
