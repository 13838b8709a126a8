/**
 * Each folder here is a scenario: `repository/`, what happens on GitHub (`scenario.yaml`), and all that is read there
 * afterwards (`github.md.txt`), word for word. One GitHub, one berth and one cluster serve all of them.
 *
 * After a change of wording: `vitest run --project cluster test/scenarios --update`, then read the difference.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import PQueue from 'p-queue';
import { beforeAll, expect, test } from 'vitest';
import { determineComponentsFolder } from '../../sandbox/cluster/build/ensure-components.ts';
import { useBerthChart } from '../helpers/berth-chart.ts';
import { useCluster } from '../helpers/cluster.ts';
import { play, type Played } from '../helpers/scenario/play.ts';
import { readScenario } from '../helpers/scenario/scenario.ts';
import { startStage, type Stage } from '../helpers/scenario/stage.ts';

/** They mostly wait: for images, for probes and for what berth waits for itself. */
const atATime = 8;

const folder = import.meta.dirname;
const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'scenario.yaml')));
const cluster = useCluster('web', 'busybox');
const chart = useBerthChart(cluster, 'own');
const played = new Map<string, PromiseSettledResult<Played>>();

beforeAll(async ({}, { tasks }) => {
  const wanted = tasks.filter(({ mode }) => mode !== 'skip').map(({ name }) => name);
  const stage = await startStage({
    config: cluster.config,
    berthConfig: chart.config,
    installation: chart.installation,
    helm: join(await determineComponentsFolder(cluster.paths.cache), 'helm'),
    profiles: join(folder, 'environments'),
  });
  try {
    await playAll(wanted, stage);
  } finally {
    await stage.stop();
  }
  expect(stage.github.violations, "what differs from GitHub's description").toEqual([]);
});

test.for(names)('%s', async (name, { annotate }) => {
  const outcome = played.get(name);
  if (outcome?.status !== 'fulfilled') throw outcome?.reason;
  const { story, remains, times } = outcome.value;

  await expect(story).toMatchFileSnapshot(`${name}/github.md.txt`);
  expect(remains, 'what is left').toEqual([]);
  await annotate(times.map(({ what, tookMs }) => `${what} after ${(tookMs / 1_000).toFixed(1)} s`).join(', '));
});

async function playAll(wanted: readonly string[], stage: Stage): Promise<void> {
  const queue = new PQueue({ concurrency: atATime });
  const all = wanted.map(async (name) => {
    const [outcome] = await Promise.allSettled([queue.add(async () => play(await readScenario(folder, name), stage))]);
    played.set(name, outcome);
  });
  await Promise.all(all);
}
