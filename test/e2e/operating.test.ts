import { expect, test } from 'vitest';
import { useBerth } from '../helpers/berth.ts';
import { useBerthChart } from '../helpers/berth-chart.ts';
import { useCluster } from '../helpers/cluster.ts';
import { findEnvironment, untilLive } from '../helpers/preview.ts';
import { until } from '../helpers/until.ts';

const cluster = useCluster('web');
const berth = useBerth(cluster, useBerthChart(cluster, 'own'));

test('an operator sees every environment with kubectl, and has one begin anew by deleting it', async () => {
  const stage = await berth.start();
  const pullRequest = await stage.openPullRequest();
  stage.github.actions.addLabel(pullRequest, stage.ada, 'preview');
  await untilLive(stage, pullRequest);
  const before = await findEnvironment(stage, pullRequest);

  const listed = await cluster.kubectl('get', 'env', '-A');
  await cluster.kubectl('delete', 'env', '-n', stage.berthNamespace, before?.metadata.name ?? '');
  await until('another environment to begin', 30_000, async () => {
    const uid = (await findEnvironment(stage, pullRequest))?.metadata.uid;
    return uid === undefined || uid === before?.metadata.uid ? 'there is none' : '';
  });
  await untilLive(stage, pullRequest);

  // Others of the cluster may have environments of the same name, in namespaces of their own.
  expect(listed.split('\n').find((line) => line.startsWith(`${stage.berthNamespace} `))).toMatch(
    new RegExp(`${pullRequest.number} +preview +${pullRequest.head.sha} +Live +http`),
  );
  expect(pullRequest.comments).toHaveLength(1);
});
