import { setTimeout as sleep } from 'node:timers/promises';
import { CoreV1Api, type KubeConfig } from '@kubernetes/client-node';
import type { PullRequest } from '../../../sandbox/github/state/pull-request.ts';
import { removePreviews } from '../../berth/remove-previews.ts';
import { renderFiles } from '../../berth/render-files.ts';
import { benchInstallation } from '../../berth/start-bench-berth.ts';
import { untilLive } from '../../berth/until-live.ts';
import type { Sample } from '../../figures/sample.ts';
import { buildGraph } from '../../graphs/build-graph.ts';
import { shapeLayers } from '../../graphs/shapes.ts';
import { createRandom } from '../../simulator/create-random.ts';
import type { OwnContext, OwnScenario } from './own-scenario.ts';

const kills = { quick: 5, whole: 20 } as const;
/** Helm takes about as long as this: the kill comes at any moment of its work, and sometimes after it. */
const withinMs = 600;
const lookEveryMs = 10;

/** berth is killed while Helm is at work, Helm dies with it, and another berth goes on. */
export const killMidApply: OwnScenario = {
  ...{ scenario: 'S7', describe: () => 'SIGKILL while Helm applies', form: 'quick', releases: 6 },
  async run(context) {
    const { berth, isQuick, signal, seed, progress } = context;
    const random = createRandom(seed);
    const pullRequests: PullRequest[] = [];
    const samples: Sample['values'][] = [];
    const count = isQuick ? kills.quick : kills.whole;
    for (let kill = 1; kill <= count; kill += 1) {
      const graph = buildGraph('layers 2 × 3', shapeLayers(2, 3), { kind: 'none' });
      const pullRequest = await berth.stage.openPullRequest(await renderFiles(graph));
      pullRequests.push(pullRequest);
      samples.push(await killOnce(context, pullRequest, random() * withinMs));
      progress(
        `berth: kill ${kill} of ${count}: live ${(samples.at(-1)?.resumeS ?? 0).toFixed(2)} s after the restart`,
      );
    }
    await removePreviews(berth, pullRequests, signal);
    return samples;
  },
};

async function killOnce(
  { berth, cluster, signal }: OwnContext,
  pullRequest: PullRequest,
  delayMs: number,
): Promise<Sample['values']> {
  const { stage, helms } = berth;
  const helmsBefore = await helms.count();
  stage.github.actions.addLabel(pullRequest, stage.ada, 'preview');
  const { number } = pullRequest;
  while ((await helms.count()) === helmsBefore) await sleep(lookEveryMs, undefined, { signal });
  await sleep(delayMs, undefined, { signal });
  await berth.process.kill();
  await berth.process.restart();
  const restartedAtMs = Date.now();
  const live = await untilLive(berth, pullRequest, signal);
  const resumeS = Math.max(0, live.seenAtMs - restartedAtMs) / 1_000;
  return { resumeS, stuckReleases: await countStuck(cluster.config, `${benchInstallation}-pr-${number}`) };
}

/** Helm refuses to work on a release whose last record says that another Helm is at work on it. */
async function countStuck(config: KubeConfig, namespace: string): Promise<number> {
  const core = config.makeApiClient(CoreV1Api);
  const { items } = await core.listNamespacedSecret({ namespace, labelSelector: 'owner=helm' });
  const statuses = items.map(({ metadata }) => metadata?.labels?.['status'] ?? '');
  return statuses.filter((status) => status.startsWith('pending') || status === 'uninstalling').length;
}
