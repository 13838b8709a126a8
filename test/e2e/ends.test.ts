import { expect, test } from 'vitest';
import type { PullRequest } from '../../sandbox/github/state/pull-request.ts';
import { useBerth, type Stage } from '../helpers/berth.ts';
import { useBerthChart } from '../helpers/berth-chart.ts';
import { useCluster } from '../helpers/cluster.ts';
import { findEnvironment, listDeployments, untilGone, untilLive } from '../helpers/preview.ts';
import { until } from '../helpers/until.ts';

const cluster = useCluster('web');
const berth = useBerth(cluster, useBerthChart(cluster, 'own'));

const ends: Readonly<Record<string, (stage: Stage, pullRequest: PullRequest) => void | Promise<void>>> = {
  unlabelled: ({ github, ada }, pullRequest) => {
    github.actions.removeLabel(pullRequest, ada, 'preview');
  },
  closed: ({ github, ada }, pullRequest) => {
    github.actions.close(pullRequest, ada);
  },
  merged: ({ github, ada }, pullRequest) => github.actions.merge(pullRequest, ada),
  'left without its branch': ({ github, repository, ada }, { head }) =>
    github.actions.deleteBranch(repository, ada, head.ref),
};

test('each end of a pull request leaves nothing in the cluster, deployments inactive and a comment that says so', async () => {
  const stage = await berth.start();
  const { github, ada } = stage;
  const pullRequests = await openOneEach(stage, Object.keys(ends));
  for (const pullRequest of pullRequests) github.actions.addLabel(pullRequest, ada, 'preview');
  await Promise.all(pullRequests.map((one) => untilLive(stage, one)));

  for (const [index, end] of Object.values(ends).entries()) await end(stage, expectOne(pullRequests[index]));
  await Promise.all(pullRequests.map((one) => untilGone(stage, one)));

  expect(pullRequests.map(({ comments }) => comments.length)).toEqual([1, 1, 1, 1]);
  expect(pullRequests.map((one) => listDeployments(stage, one).length)).toEqual([1, 1, 1, 1]);
});

test('a pull request that is labelled or opened again gets a preview of its own', async () => {
  const stage = await berth.start();
  const { github, ada } = stage;
  const pullRequests = await openOneEach(stage, ['labelled', 'reopened']);
  const [labelled, reopened] = [expectOne(pullRequests[0]), expectOne(pullRequests[1])];
  for (const pullRequest of pullRequests) github.actions.addLabel(pullRequest, ada, 'preview');
  await Promise.all(pullRequests.map((one) => untilLive(stage, one)));
  github.actions.removeLabel(labelled, ada, 'preview');
  github.actions.close(reopened, ada);
  await Promise.all(pullRequests.map((one) => untilGone(stage, one)));

  github.actions.addLabel(labelled, ada, 'preview');
  await github.actions.reopen(reopened, ada);
  await Promise.all(pullRequests.map((one) => untilLive(stage, one)));

  expect(pullRequests.map(({ comments }) => comments.length)).toEqual([1, 1]);
});

test('a label that is set again during the teardown has it end, and then begins anew', async () => {
  const stage = await berth.start();
  const { github, ada } = stage;
  const pullRequest = await stage.openPullRequest();
  github.actions.addLabel(pullRequest, ada, 'preview');
  await untilLive(stage, pullRequest);
  const before = await findEnvironment(stage, pullRequest);

  github.actions.removeLabel(pullRequest, ada, 'preview');
  await until('the teardown to begin', 10_000, async () => {
    const phase = (await findEnvironment(stage, pullRequest))?.status.phase ?? 'gone';
    return phase === 'TearingDown' ? '' : phase;
  });
  github.actions.addLabel(pullRequest, ada, 'preview');
  await until('another environment', 60_000, async () => {
    const uid = (await findEnvironment(stage, pullRequest))?.metadata.uid;
    return uid === undefined || uid === before?.metadata.uid ? 'it is the same' : '';
  });
  await untilLive(stage, pullRequest);

  const after = await findEnvironment(stage, pullRequest);
  expect(after?.status.removed).toEqual([]);
  expect(pullRequest.comments).toHaveLength(1);
});

function openOneEach(stage: Stage, branches: readonly string[]): Promise<PullRequest[]> {
  return branches.reduce<Promise<PullRequest[]>>(
    async (opened, branch) => [...(await opened), await stage.openPullRequest(branch.replaceAll(' ', '-'))],
    Promise.resolve([]),
  );
}

function expectOne(pullRequest: PullRequest | undefined): PullRequest {
  if (pullRequest === undefined) throw new Error('there is no such pull request');
  return pullRequest;
}
