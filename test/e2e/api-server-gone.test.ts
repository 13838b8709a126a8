import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PullRequest } from '../../sandbox/github/state/pull-request.ts';
import { useBerth, type Stage } from '../helpers/berth.ts';
import { useBerthChart } from '../helpers/berth-chart.ts';
import { useCluster } from '../helpers/cluster.ts';
import { leadThrough, startNetwork, type Network } from '../helpers/network.ts';
import { findEnvironment, listDeployments, untilGone, untilLive } from '../helpers/preview.ts';
import { until } from '../helpers/until.ts';

const cluster = useCluster('web');
const chart = useBerthChart(cluster, 'own');
const berth = useBerth(cluster, chart);
/** About as long as an API server of one node takes to come back. */
const awayMs = 20_000;
let network: Network;

beforeEach(async () => {
  network = await startNetwork(new URL(cluster.config.getCurrentCluster()!.server));
});
afterEach(() => network.close());

test.each([
  ['while Helm is at work', 'Applying'],
  ['while it is waited for', 'Settling'],
])('a deploy goes on after the API server was gone, %s', { timeout: 240_000 }, async (_, phase) => {
  const stage = await berth.start({ kubeConfig: leadThrough(network, chart.config) });
  const { github, ada } = stage;
  const pullRequest = await stage.openPullRequest();

  github.actions.addLabel(pullRequest, ada, 'preview');
  await untilStoreIs(stage, pullRequest, phase);
  await network.goDown();
  await sleep(awayMs);
  await network.comeUp();

  await untilLive(stage, pullRequest);
  expect(listDeployments(stage, pullRequest)).toHaveLength(1);
  expect(pullRequest.comments).toHaveLength(1);
  github.actions.removeLabel(pullRequest, ada, 'preview');
  await untilGone(stage, pullRequest);
});

async function untilStoreIs(stage: Stage, pullRequest: PullRequest, phase: string): Promise<void> {
  await until(`"store" to be ${phase}`, 30_000, async () => {
    const environment = await findEnvironment(stage, pullRequest);
    const store = environment?.status.releases.find(({ name }) => name === 'store');
    return store?.phase === phase ? '' : (store?.phase ?? 'not there');
  });
}
