import { setTimeout as sleep } from 'node:timers/promises';
import type { PullRequest } from '../../../sandbox/github/state/pull-request.ts';
import { isBerth } from '../../berth/is-berth.ts';
import { removePreviews } from '../../berth/remove-previews.ts';
import { renderFiles } from '../../berth/render-files.ts';
import { untilLive } from '../../berth/until-live.ts';
import type { Sample } from '../../figures/sample.ts';
import { buildGraph } from '../../graphs/build-graph.ts';
import { shapeChain } from '../../graphs/shapes.ts';
import { readUsage } from '../../processes/read-usage.ts';
import { countRequests } from '../../requests/count-requests.ts';
import { markRequests } from '../../requests/mark-requests.ts';
import { createReadiness } from '../../simulator/create-readiness.ts';
import type { OwnContext, OwnScenario } from './own-scenario.ts';

/** How many are begun before the first of them is live: more would only wait for the two cores. */
const atATime = 10;
/** Watches are begun anew each quarter of an hour, sweeps come each minute: a minute alone would have more of them or fewer. */
const restMs = 300_000;
/** GitHub takes a write a second, and is told of each environment in five at most. */
const toldWithinMs = 5_000;

/** As many environments as berth may have, all live, and nothing to do. */
export const manyAtRest: OwnScenario = {
  ...{
    scenario: 'rest',
    describe: ({ environments }) => `${environments} environments of 5 releases at rest`,
    form: 'whole',
    releases: 5,
  },
  run: async (context) => [await measure(context)],
};

async function measure(context: OwnContext): Promise<Sample['values']> {
  const { berth, cluster, signal, progress, environments } = context;
  const pullRequests: PullRequest[] = [];
  while (pullRequests.length < environments) {
    const count = Math.min(atATime, environments - pullRequests.length);
    pullRequests.push(...(await openSome(context, count)));
    progress(`berth: ${pullRequests.length} of ${environments} environments are live`);
  }
  await sleep(environments * toldWithinMs, undefined, { signal });
  const mark = await markRequests(cluster.paths.auditLog);
  await sleep(restMs, undefined, { signal });
  const restingRequestsPerS = (await countRequests(mark, isBerth)) / (restMs / 1_000);
  const { memoryMb } = readUsage([berth.process.pid]);
  await removePreviews(berth, pullRequests, signal);
  return { restingMemoryMb: memoryMb, restingRequestsPerS };
}

async function openSome({ berth, seed, signal }: OwnContext, count: number): Promise<readonly PullRequest[]> {
  const { stage } = berth;
  const drawMs = createReadiness({ seed, medianMs: 1_000, spread: 0.5 });
  const files = await renderFiles(buildGraph('five', shapeChain(5), { kind: 'simulated', drawMs }));
  const opened: PullRequest[] = [];
  while (opened.length < count) opened.push(await stage.openPullRequest(files));
  for (const pullRequest of opened) stage.github.actions.addLabel(pullRequest, stage.ada, 'preview');
  await Promise.all(opened.map((pullRequest) => untilLive(berth, pullRequest, signal)));
  return opened;
}
