import { expect, test } from 'vitest';
import { currentState } from '../../sandbox/github/state/deployment.ts';
import type { PullRequest } from '../../sandbox/github/state/pull-request.ts';
import { useBerth, type Stage } from '../helpers/berth.ts';
import { useBerthChart } from '../helpers/berth-chart.ts';
import { useCluster } from '../helpers/cluster.ts';
import { findEnvironment, listDeployments, untilGone, untilLive } from '../helpers/preview.ts';
import { until } from '../helpers/until.ts';

const cluster = useCluster('web');
const berth = useBerth(cluster, useBerthChart(cluster, 'own'));

const always = 1_000_000;
const sweepIntervalSeconds = 10;
/** One interval, and what the sweep itself takes on a machine that is busy. */
const sweptWithinMs = (sweepIntervalSeconds + 5) * 1_000;

test('without a single webhook a label, a push and an unlabelling are found by the next sweep', async () => {
  const stage = await berth.start({ sweepIntervalSeconds });
  const { github, ada } = stage;
  github.faults.addWebhook({ count: always, effect: { kind: 'drop' } });
  const pullRequest = await stage.openPullRequest();

  github.actions.addLabel(pullRequest, ada, 'preview');
  await untilRecorded(stage, pullRequest, ({ spec }) => spec.approval?.sha === pullRequest.head.sha);
  await untilLive(stage, pullRequest);
  await stage.push(pullRequest);
  await untilRecorded(stage, pullRequest, ({ spec }) => spec.approval?.sha === pullRequest.head.sha);
  await untilLive(stage, pullRequest);
  github.actions.removeLabel(pullRequest, ada, 'preview');
  await untilRecorded(stage, pullRequest, ({ spec }) => spec.desired === 'Removed');
  await untilGone(stage, pullRequest);

  expect(pullRequest.comments).toHaveLength(1);
  expect(listDeployments(stage, pullRequest).map(({ sha }) => sha)).toEqual(listCommits(pullRequest));
});

test('a label by somebody who may not approve is found by the sweep and approves nothing', async () => {
  const stage = await berth.start({ sweepIntervalSeconds });
  const { github, tom } = stage;
  github.faults.addWebhook({ count: always, effect: { kind: 'drop' } });
  const pullRequest = await stage.openPullRequest();

  github.actions.addLabel(pullRequest, tom, 'preview');
  await untilRecorded(stage, pullRequest, ({ spec }) => spec.objection !== undefined);
  await until('an answer', 30_000, () => (pullRequest.comments.length > 0 ? '' : 'there is no comment'));
  await stage.push(pullRequest);
  await untilRecorded(stage, pullRequest, ({ spec }) => spec.head.sha === pullRequest.head.sha);

  const environment = await findEnvironment(stage, pullRequest);
  expect(environment?.spec).toMatchObject({ objection: { reason: 'RoleInsufficient', actor: 'tom' } });
  expect(environment?.spec.approval).toBeUndefined();
  expect(environment?.status.namespace).toBeUndefined();
  expect(pullRequest.comments[0]?.body).toContain('`tom` may not approve commits here.');
  expect(listDeployments(stage, pullRequest)).toEqual([]);
});

test('webhooks that come three times and out of order have the same result, told once', async () => {
  const stage = await berth.start({ sweepIntervalSeconds });
  const { github, ada } = stage;
  const pullRequest = await stage.openPullRequest();
  const shake = () => {
    github.faults.clear();
    github.faults.addWebhook({ event: 'pull_request', count: 1, effect: { kind: 'delay', ms: 1_500 } });
    github.faults.addWebhook({ count: always, effect: { kind: 'duplicate', times: 3 } });
  };

  shake();
  github.actions.addLabel(pullRequest, ada, 'preview');
  github.actions.removeLabel(pullRequest, ada, 'preview');
  github.actions.addLabel(pullRequest, ada, 'preview');
  await untilLive(stage, pullRequest);
  shake();
  await stage.push(pullRequest);
  await untilLive(stage, pullRequest);
  shake();
  github.actions.removeLabel(pullRequest, ada, 'preview');
  github.actions.addLabel(pullRequest, ada, 'preview');
  github.actions.removeLabel(pullRequest, ada, 'preview');
  await untilGone(stage, pullRequest);
  await github.settle();

  await until('rest', 20_000, async () =>
    (await findEnvironment(stage, pullRequest)) === undefined ? '' : 'something',
  );
  expect(pullRequest.comments).toHaveLength(1);
  const deployments = listDeployments(stage, pullRequest);
  expect(deployments.map(({ sha }) => sha)).toEqual(listCommits(pullRequest));
  expect(deployments.map(currentState)).toEqual(['inactive', 'inactive']);
  expect(deployments.map(({ statuses }) => statuses.filter(({ state }) => state === 'success').length)).toEqual([1, 1]);
});

type Recorded = NonNullable<Awaited<ReturnType<typeof findEnvironment>>>;

function untilRecorded(stage: Stage, pullRequest: PullRequest, is: (found: Recorded) => boolean): Promise<number> {
  return until('the next sweep', sweptWithinMs, async () => {
    const found = await findEnvironment(stage, pullRequest);
    return found !== undefined && is(found) ? '' : JSON.stringify(found?.spec ?? 'no environment');
  });
}

function listCommits({ timeline }: PullRequest): readonly string[] {
  return timeline.flatMap((entry) => (entry.kind === 'committed' ? [entry.sha] : []));
}
