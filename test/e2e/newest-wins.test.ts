import { BatchV1Api } from '@kubernetes/client-node';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { registryHost } from '../../sandbox/cluster/addresses.ts';
import { currentState } from '../../sandbox/github/state/deployment.ts';
import type { PullRequest } from '../../sandbox/github/state/pull-request.ts';
import { useBerth, type Stage } from '../helpers/berth.ts';
import { useBerthChart } from '../helpers/berth-chart.ts';
import { useCluster } from '../helpers/cluster.ts';
import { listHelms } from '../helpers/list-helms.ts';
import { findEnvironment, listDeployments, untilGone, untilLive } from '../helpers/preview.ts';
import { until } from '../helpers/until.ts';

const cluster = useCluster('web', 'busybox');
const hooked = useBerth(cluster, useBerthChart(cluster, 'own-hook'));
const stormy = useBerth(cluster, useBerthChart(cluster, 'own-storm'));

const hookFile = 'charts/store/templates/hook.yaml';
/** A migration that Helm waits for before it applies anything else. */
const renderHook = (seconds: number) => `
apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
  annotations: { helm.sh/hook: 'pre-install,pre-upgrade' }
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      terminationGracePeriodSeconds: 0
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: RuntimeDefault } }
      containers:
        - name: migrate
          image: ${registryHost}/berth/busybox:1.35
          command: [sleep, '${seconds}']
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
`;

test('a push ends the hook of an earlier commit, which is no failure, and is live long before the hook would have ended', async () => {
  const stage = await hooked.start({ files: { [hookFile]: renderHook(600) } });
  const pullRequest = await stage.openPullRequest();
  stage.github.actions.addLabel(pullRequest, stage.ada, 'preview');
  await until('the hook to run', 60_000, async () => ((await isHookActive(stage, pullRequest)) ? '' : 'it does not'));

  const [author, branch, message] = [stage.ada, pullRequest.head.ref, 'Make the migration short'];
  const changes = { [hookFile]: renderHook(0) };
  await stage.github.actions.commit(stage.repository, { author, branch, message, changes });
  await untilLive(stage, pullRequest);

  const { releases } = (await findEnvironment(stage, pullRequest))?.status ?? { releases: [] };
  expect(releases.map(({ id, phase, attempts }) => [id, phase, attempts])).toEqual([
    ['web/store', 'Ready', 0],
    ['web/web', 'Ready', 0],
  ]);
  expect(await listHelms(stage.berthNamespace)).toEqual([]);
  expect(describeDeployments(stage, pullRequest)).toEqual(['inactive: Superseded by a newer commit.', 'success']);
  expect(pullRequest.comments).toHaveLength(1);
  await removeAll(stage, pullRequest);
}, 200_000);

test('of a storm of pushes the last one is live, and few of the others were begun', async ({ annotate }) => {
  const stage = await stormy.start();
  const pullRequest = await stage.openPullRequest();
  stage.github.actions.addLabel(pullRequest, stage.ada, 'preview');
  for (let push = 1; push < pushes; push += 1) {
    await sleep(betweenMs);
    await stage.push(pullRequest);
  }
  const tookMs = await untilLive(stage, pullRequest);

  const said = describeDeployments(stage, pullRequest);
  expect(said.length).toBeLessThanOrEqual(3);
  expect(said).toEqual([...said.slice(1).map(() => 'inactive: Superseded by a newer commit.'), 'success']);
  expect(pullRequest.comments).toHaveLength(1);
  await annotate(
    `${said.length} deploys begun for ${pushes} pushes; the last was live after ${(tookMs / 1_000).toFixed(1)} s`,
  );
  await removeAll(stage, pullRequest);
}, 200_000);

const pushes = 15;
const betweenMs = 1_500;

async function isHookActive(stage: Stage, pullRequest: PullRequest): Promise<boolean> {
  const api = cluster.config.makeApiClient(BatchV1Api);
  const { items } = await api.listNamespacedJob({ namespace: stage.nameNamespace(pullRequest) });
  return items.some(({ metadata, status }) => metadata?.name === 'migrate' && (status?.active ?? 0) > 0);
}

function describeDeployments(stage: Stage, pullRequest: PullRequest): readonly string[] {
  return listDeployments(stage, pullRequest).map((deployment) => {
    const state = currentState(deployment);
    return state === 'inactive' ? `inactive: ${deployment.statuses.at(-1)?.description ?? ''}` : state;
  });
}

async function removeAll(stage: Stage, pullRequest: PullRequest): Promise<void> {
  stage.github.actions.removeLabel(pullRequest, stage.ada, 'preview');
  await untilGone(stage, pullRequest);
}
