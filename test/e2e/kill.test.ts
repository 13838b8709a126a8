import { CoreV1Api } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { currentState } from '../../sandbox/github/state/deployment.ts';
import type { PullRequest } from '../../sandbox/github/state/pull-request.ts';
import { useBerth, type Stage } from '../helpers/berth.ts';
import { useBerthChart } from '../helpers/berth-chart.ts';
import { useCluster } from '../helpers/cluster.ts';
import { listHelms } from '../helpers/list-helms.ts';
import { findEnvironment, listDeployments, untilGone, untilLive } from '../helpers/preview.ts';
import { until } from '../helpers/until.ts';

const cluster = useCluster('web');
const lanes = (['own-a', 'own-b', 'own-c'] as const).map((own) => useBerth(cluster, useBerthChart(cluster, own)));

type Moment = (stage: Stage, pullRequest: PullRequest) => boolean | Promise<boolean>;

/** Each is a state of the world that a deploy passes through. */
const deployMoments: Readonly<Record<string, Moment>> = {
  'the label is set': () => true,
  'the environment is recorded': async (...of) => (await findEnvironment(...of)) !== undefined,
  'the namespace is there': async (...of) => (await readNamespacePhase(...of)) === 'Active',
  'Helm has started': async (...of) => (await countHelms(...of)) + (await listRecords(...of)).length > 0,
  'Helm has made a record': async (...of) => (await listRecords(...of)).length > 0,
  'the first release is deployed': async (...of) => (await listRecords(...of)).includes('store deployed'),
  'the deployment is on GitHub': (...of) => listDeployments(...of).length > 0,
  'the last release is deployed': async (...of) => (await listRecords(...of)).includes('web deployed'),
  'the address has answered': async (...of) => (await findEnvironment(...of))?.status.phase === 'Live',
  'the deployment is a success': (...of) => listDeployments(...of).some((one) => currentState(one) === 'success'),
  'the comment is written': (_stage, { comments }) => comments.length > 0,
};

/** And these, a teardown. */
const teardownMoments: Readonly<Record<string, Moment>> = {
  'the label is taken off': () => true,
  'the removal is wanted': async (...of) => (await findEnvironment(...of))?.spec.desired === 'Removed',
  'Helm uninstalls': async (...of) => (await countHelms(...of)) > 0 || (await listRecords(...of)).length < 2,
  'an uninstallation is recorded': async (...of) =>
    (await listRecords(...of)).filter((record) => record.includes(' deployed')).length < 2,
  'one release of two is gone': async (...of) => (await listRecords(...of)).length < 2,
  'no release is left': async (...of) => (await listRecords(...of)).length === 0,
  'the namespace is going': async (...of) => (await readNamespacePhase(...of)) !== 'Active',
  'the namespace is gone': async (...of) => (await readNamespacePhase(...of)) === undefined,
  'nothing left is recorded': async (...of) => isRecordedAsRemoved(await findEnvironment(...of)),
  'the deployment is inactive': (...of) => listDeployments(...of).every((one) => currentState(one) === 'inactive'),
  'the comment says removed': (_stage, { comments }) => /removed/i.test(comments.at(-1)?.body ?? ''),
};

const wanted = { pendingRecords: [], comments: 1, deployments: 1 };

test('a berth that is killed at any moment of a deploy or a teardown ends it right after its restart', async ({
  annotate,
}) => {
  const moments = Object.entries(deployMoments).map(
    ([name, moment], index) => [name, moment, ...expectTeardown(index)] as const,
  );
  const stages = await Promise.all(lanes.map((lane) => lane.start()));

  const waiting = moments.values();
  const played = await Promise.all(
    stages.map(async (stage) => {
      const ends: (readonly [string, object])[] = [];
      for (const [deployMoment, isDeploy, teardownMoment, isTeardown] of waiting) {
        const pullRequest = await stage.openPullRequest(deployMoment.replaceAll(' ', '-'));
        ends.push([deployMoment, await killDuringDeploy(stage, pullRequest, isDeploy)]);
        ends.push([teardownMoment, await killDuringTeardown(stage, pullRequest, isTeardown)]);
      }
      return ends;
    }),
  );

  const ends = played.flat();
  expect(Object.fromEntries(ends)).toEqual(
    Object.fromEntries(ends.map(([moment]) => [moment, { ...wanted, tookMs: expect.any(Number) as number }])),
  );
  expect(ends).toHaveLength(moments.length * 2);
  await annotate(JSON.stringify(Object.fromEntries(ends.map(([moment, end]) => [moment, Reflect.get(end, 'tookMs')]))));
}, 400_000);

function expectTeardown(index: number): readonly [string, Moment] {
  const found = Object.entries(teardownMoments)[index];
  if (found === undefined) throw new Error('there are as many moments of a teardown as of a deploy');
  return found;
}

async function killDuringDeploy(stage: Stage, pullRequest: PullRequest, moment: Moment): Promise<object> {
  stage.github.actions.addLabel(pullRequest, stage.ada, 'preview');
  await killAt(stage, pullRequest, moment);
  const tookMs = await untilLive(stage, pullRequest);
  const records = await listRecords(stage, pullRequest);
  return {
    ...{ tookMs, comments: pullRequest.comments.length },
    pendingRecords: records.filter((record) => record.includes('pending')),
    deployments: listDeployments(stage, pullRequest).length,
  };
}

async function killDuringTeardown(stage: Stage, pullRequest: PullRequest, moment: Moment): Promise<object> {
  stage.github.actions.removeLabel(pullRequest, stage.ada, 'preview');
  await killAt(stage, pullRequest, moment);
  const tookMs = await untilGone(stage, pullRequest);
  const deployments = listDeployments(stage, pullRequest).length;
  return { pendingRecords: [], comments: pullRequest.comments.length, deployments, tookMs };
}

/** What is killed takes a moment to be gone. */
const endedWithinMs = 1_000;

async function killAt(stage: Stage, pullRequest: PullRequest, moment: Moment): Promise<void> {
  await until('the moment', 90_000, async () => ((await moment(stage, pullRequest)) ? '' : 'it has not come'));
  await stage.kill();
  const helmsLeft = () => listHelms(stage.nameNamespace(pullRequest));
  await until('Helm to end with its berth', endedWithinMs, async () => (await helmsLeft()).join(', '));
  await stage.restart();
}

async function countHelms(stage: Stage, pullRequest: PullRequest): Promise<number> {
  return (await listHelms(stage.nameNamespace(pullRequest))).length;
}

async function readNamespacePhase(stage: Stage, pullRequest: PullRequest): Promise<string | undefined> {
  const fieldSelector = `metadata.name=${stage.nameNamespace(pullRequest)}`;
  const { items } = await cluster.config.makeApiClient(CoreV1Api).listNamespace({ fieldSelector });
  return items[0]?.status?.phase;
}

/** The last record that Helm keeps of each release, as `name status`. */
async function listRecords(stage: Stage, pullRequest: PullRequest): Promise<readonly string[]> {
  const namespace = stage.nameNamespace(pullRequest);
  const core = cluster.config.makeApiClient(CoreV1Api);
  const { items } = await core.listNamespacedSecret({ namespace, labelSelector: 'owner=helm' });
  return items.map(({ metadata }) => `${metadata?.labels?.['name'] ?? ''} ${metadata?.labels?.['status'] ?? ''}`);
}

function isRecordedAsRemoved(environment: Awaited<ReturnType<typeof findEnvironment>>): boolean {
  const conditions = environment?.status.conditions ?? [];
  return environment === undefined || conditions.some(({ type, status }) => type === 'Removed' && status === 'True');
}
