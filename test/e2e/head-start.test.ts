import { AppsV1Api, CoreV1Api } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import type { PullRequest } from '../../sandbox/github/state/pull-request.ts';
import { registryHost } from '../../sandbox/cluster/addresses.ts';
import { useBerth, type Stage } from '../helpers/berth.ts';
import { useBerthChart } from '../helpers/berth-chart.ts';
import { useCluster } from '../helpers/cluster.ts';
import { listHelms } from '../helpers/list-helms.ts';
import { findEnvironment, untilGone, untilLive } from '../helpers/preview.ts';
import { until } from '../helpers/until.ts';

const cluster = useCluster('web');
const berth = useBerth(cluster, useBerthChart(cluster, 'own-ahead'));

/** It has what others use of it at once, and is ready some seconds later. */
const slow = `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: slow
spec:
  minReadySeconds: 4
  selector:
    matchLabels: { app: slow }
  template:
    metadata:
      labels: { app: slow }
    spec:
      automountServiceAccountToken: false
      terminationGracePeriodSeconds: 0
      securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: RuntimeDefault } }
      containers:
        - name: slow
          image: ${registryHost}/berth/web:1
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
`;

test('a Helm that was begun ahead writes nothing before its release can start, and ends with its berth', async () => {
  const stage = await berth.start({ files: { 'charts/store/templates/slow.yaml': slow } });
  const pullRequest = await stage.openPullRequest();
  stage.github.actions.addLabel(pullRequest, stage.ada, 'preview');
  const untilAhead = () =>
    until('Helm to begin', 60_000, async () =>
      (await listAhead(stage, pullRequest)).length === 1 ? '' : 'it did not',
    );

  await untilAhead();
  expect(await listRecords(stage, pullRequest)).toEqual(['store v1 deployed']);
  await stage.kill();
  await until('Helm to end with its berth', 1_000, async () => (await listAhead(stage, pullRequest)).join(', '));
  expect(await listRecords(stage, pullRequest)).toEqual(['store v1 deployed']);
  await stage.restart();
  await untilLive(stage, pullRequest);

  expect(await listRecords(stage, pullRequest)).toEqual(['store v1 deployed', 'web v1 deployed']);
  expect(await readWebVariables(stage, pullRequest)).toMatchObject({ COMMIT: pullRequest.head.sha, STORE: 'store' });
  const { releases } = (await findEnvironment(stage, pullRequest))!.status;
  expect(releases.map(({ id, attempts }) => [id, attempts])).toEqual([
    ['web/store', 0],
    ['web/web', 0],
  ]);
  stage.github.actions.removeLabel(pullRequest, stage.ada, 'preview');
  await untilGone(stage, pullRequest);
}, 200_000);

async function listAhead(stage: Stage, pullRequest: PullRequest): Promise<readonly string[]> {
  const helms = await listHelms(stage.nameNamespace(pullRequest));
  return helms.filter((line) => line.includes(' --values=- -- web '));
}

/** What Helm keeps of each release, as `name revision status`. */
async function listRecords(stage: Stage, pullRequest: PullRequest): Promise<readonly string[]> {
  const core = cluster.config.makeApiClient(CoreV1Api);
  const namespace = stage.nameNamespace(pullRequest);
  const { items } = await core.listNamespacedSecret({ namespace, labelSelector: 'owner=helm' });
  const labels = items.map(({ metadata }) => metadata?.labels ?? {});
  return labels.map(({ name, version, status }) => `${name} v${version} ${status}`).toSorted();
}

async function readWebVariables(stage: Stage, pullRequest: PullRequest): Promise<Readonly<Record<string, unknown>>> {
  const apps = cluster.config.makeApiClient(AppsV1Api);
  const { items } = await apps.listNamespacedDeployment({ namespace: stage.nameNamespace(pullRequest) });
  const web = items.find(({ metadata }) => metadata?.name === 'web');
  const variables = web?.spec?.template.spec?.containers[0]?.env ?? [];
  return Object.fromEntries(variables.map(({ name, value }) => [name, value]));
}
