import { setTimeout as sleep } from 'node:timers/promises';
import { CoreV1Api, PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { removePreviews } from '../../berth/remove-previews.ts';
import { renderFiles } from '../../berth/render-files.ts';
import { benchInstallation } from '../../berth/start-bench-berth.ts';
import { untilLive } from '../../berth/until-live.ts';
import type { Sample } from '../../figures/sample.ts';
import { buildGraph } from '../../graphs/build-graph.ts';
import type { OwnContext, OwnScenario } from './own-scenario.ts';

/** Nothing happens for minutes, then an output changes on which another release depends. */
export const idleThenEvent: OwnScenario = {
  ...{
    scenario: 'S10',
    describe: ({ idleMinutes }) => `an output changes after ${idleMinutes} min of nothing`,
    form: 'quick',
    releases: 2,
  },
  run: async (context) => [await measure(context)],
};

async function measure({ berth, cluster, idleMinutes, signal, progress }: OwnContext): Promise<Sample['values']> {
  const { stage, environments } = berth;
  const pullRequest = await stage.openPullRequest(await renderOutputFiles());
  stage.github.actions.addLabel(pullRequest, stage.ada, 'preview');
  await untilLive(berth, pullRequest, signal);
  progress(`berth: idle for ${idleMinutes} min`);
  await sleep(idleMinutes * 60_000, undefined, { signal });

  const core = cluster.config.makeApiClient(CoreV1Api);
  const asPatch = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);
  const namespace = `${benchInstallation}-pr-${pullRequest.number}`;
  const changedAtMs = Date.now();
  await core.patchNamespacedConfigMap({ name: 'source', namespace, body: { data: { change: 'new' } } }, asPatch);
  const acted = await environments.until(
    pullRequest.number,
    (environment) =>
      environment?.status.releases.some(
        ({ name, startedAt = '' }) => name === 'user' && Date.parse(startedAt) >= changedAtMs,
      ) ?? false,
    signal,
  );
  const startedAt = acted?.status.releases.find(({ name }) => name === 'user')?.startedAt ?? '';
  await untilLive(berth, pullRequest, signal);
  await removePreviews(berth, [pullRequest], signal);
  return { latencyS: (Date.parse(startedAt) - changedAtMs) / 1_000 };
}

/** The settings of one are an output that the other uses. */
async function renderOutputFiles(): Promise<Readonly<Record<string, string>>> {
  const files = await renderFiles(buildGraph('output', { source: [], user: ['source'] }, { kind: 'none' }));
  const chart = './charts/settings';
  const releases = {
    source: { chart, values: { change: 'old' }, outputsFrom: [{ configMapRef: { name: 'source' } }] },
    user: { chart, dependencies: [{ name: 'source' }], values: { change: '<< source.outputs.change >>' } },
  };
  return { ...files, '.berth.yaml': JSON.stringify({ version: 1, services: { graph: { releases } } }) };
}
