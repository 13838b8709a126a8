import { expect, test } from 'vitest';
import { useBerth } from '../helpers/berth.ts';
import { useBerthChart } from '../helpers/berth-chart.ts';
import { useCluster } from '../helpers/cluster.ts';
import { findEnvironment, untilLive } from '../helpers/preview.ts';

const cluster = useCluster('web');
const berth = useBerth(cluster, useBerthChart(cluster, 'own'));

test('how long a deploy took can be read release by release, on its page and in the metrics', async () => {
  const stage = await berth.start();
  const pullRequest = await stage.openPullRequest();
  stage.github.actions.addLabel(pullRequest, stage.ada, 'preview');
  await untilLive(stage, pullRequest);

  const { metadata, status } = (await findEnvironment(stage, pullRequest))!;
  const inOrder = status.releases.map((release) => [
    status.startedAt,
    release.runnableAt,
    release.startedAt,
    release.appliedAt,
    release.readyAt,
    status.liveAt,
  ]);
  const [store, web] = status.releases;
  const page = await fetch(`${stage.berth.url}/environments/${metadata.name}`).then((response) => response.text());
  const metrics = await fetch(`${stage.berth.url}/metrics`).then((response) => response.text());

  expect(inOrder).toEqual(inOrder.map((times) => times.toSorted()));
  expect([store?.readyAt, web?.runnableAt].toSorted()).toEqual([store?.readyAt, web?.runnableAt]);
  expect(page).toMatch(/The longest way: <code>store<\/code> [^→]+ → <code>web<\/code> [^→]+ idle\)/);
  for (const counted of [
    'berth_schedule_gap_seconds_count{stage="decision"} 1',
    'berth_schedule_gap_seconds_count{stage="slot"} 2',
    'berth_readiness_lag_seconds_count 2',
    'berth_release_ready_seconds_count 2',
    'berth_helm_duration_seconds_count{action="upgrade",outcome="succeeded"} 2',
    'berth_deploy_duration_seconds_count 1',
    'berth_environments{phase="Live"} 1',
    'berth_watch_lists_total{resource="deployments"} 1',
  ]) {
    expect(metrics).toContain(counted);
  }
  expect(metrics).toMatch(/berth_github_requests_total\{status="200"\} \d/);
  expect(metrics).toMatch(/berth_kube_requests_total\{method="PATCH"\} \d/);
  expect(metrics).not.toContain('harbour');
});
