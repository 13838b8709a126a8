import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PullRequest } from '../../sandbox/github/state/pull-request.ts';
import { useBerth, type Stage } from '../helpers/berth.ts';
import { useBerthChart } from '../helpers/berth-chart.ts';
import { useCluster } from '../helpers/cluster.ts';
import { listHelms } from '../helpers/list-helms.ts';
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

const moments = { 'Helm is at work': isHelmAtWork, 'it is waited for': isSettling } as const;

test.each(Object.entries(moments))(
  'a deploy goes on after the API server was gone while %s',
  { timeout: 240_000 },
  async (name, isReached) => {
    const stage = await berth.start({ kubeConfig: leadThrough(network, chart.config) });
    const { github, ada } = stage;
    const pullRequest = await stage.openPullRequest();

    github.actions.addLabel(pullRequest, ada, 'preview');
    await until(name, 30_000, async () => ((await isReached(stage, pullRequest)) ? '' : 'not yet'));
    await network.goDown();
    await sleep(awayMs);
    await network.comeUp();

    await untilLive(stage, pullRequest);
    expect(listDeployments(stage, pullRequest)).toHaveLength(1);
    expect(pullRequest.comments).toHaveLength(1);
    github.actions.removeLabel(pullRequest, ada, 'preview');
    await untilGone(stage, pullRequest);
  },
);

/** The status tells of it a moment later. */
async function isHelmAtWork(stage: Stage, pullRequest: PullRequest): Promise<boolean> {
  return (await listHelms(stage.nameNamespace(pullRequest))).length > 0;
}

async function isSettling(stage: Stage, pullRequest: PullRequest): Promise<boolean> {
  const environment = await findEnvironment(stage, pullRequest);
  return environment?.status.releases.some(({ phase }) => phase === 'Settling') ?? false;
}
