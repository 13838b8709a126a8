import { setTimeout as sleep } from 'node:timers/promises';
import { currentState } from '../../../sandbox/github/state/deployment.ts';
import type { PullRequest } from '../../../sandbox/github/state/pull-request.ts';
import { renderFiles } from '../../berth/render-files.ts';
import { removePreviews } from '../../berth/remove-previews.ts';
import type { BenchBerth } from '../../berth/start-bench-berth.ts';
import { untilLive } from '../../berth/until-live.ts';
import type { Sample } from '../../figures/sample.ts';
import { buildGraph, changeRelease } from '../../graphs/build-graph.ts';
import { shapeChain } from '../../graphs/shapes.ts';
import type { OwnContext, OwnScenario } from './own-scenario.ts';

const pushes = 20;
const everyMs = 3_000;
/** GitHub is told of the end of what was superseded after the rest, at a write a second. */
const toldWithinMs = 60_000;

/** Twenty pushes in a minute to a live preview, each of which changes what all others depend on. */
export const pushStorm: OwnScenario = {
  ...{ scenario: 'S6', describe: () => '20 pushes in 60 s', form: 'quick', releases: 5 },
  run: async (context) => [await storm(context)],
};

async function storm({ berth, signal, progress }: OwnContext): Promise<Sample['values']> {
  const { stage, environments, helms } = berth;
  const graph = buildGraph('chain of 5', shapeChain(5), { kind: 'pods' });
  const pullRequest = await stage.openPullRequest(await renderFiles(graph));
  stage.github.actions.addLabel(pullRequest, stage.ada, 'preview');
  await untilLive(berth, pullRequest, signal);
  const begunBefore = environments.listCommits(pullRequest.number).length;
  const helmsBefore = await helms.count();
  let lastAtMs = 0;
  for (let push = 1; push <= pushes; push += 1) {
    const due = sleep(everyMs, undefined, { signal });
    await stage.push(pullRequest, await renderFiles(changeRelease(graph, 'step-1', `push ${push}`)));
    lastAtMs = Date.now();
    if (push < pushes) await due;
  }
  progress('berth: 20 pushes are made');
  const live = await untilLive(berth, pullRequest, signal);
  const values = {
    fromMarkS: (live.seenAtMs - lastAtMs) / 1_000,
    deploysBegun: environments.listCommits(pullRequest.number).length - begunBefore,
    deploymentsLeft: await countDeploymentsLeft(berth, pullRequest, signal),
    helms: (await helms.count()) - helmsBefore,
  };
  await removePreviews(berth, [pullRequest], signal);
  return values;
}

/** Of superseded commits, those whose deployment does not end inactive. */
async function countDeploymentsLeft(
  { stage: { repository } }: BenchBerth,
  { head }: PullRequest,
  signal: AbortSignal,
): Promise<number> {
  const count = () =>
    repository.deployments.filter(
      (deployment) => deployment.ref !== '' && deployment.sha !== head.sha && currentState(deployment) !== 'inactive',
    ).length;
  const deadline = Date.now() + toldWithinMs;
  while (count() > 0 && Date.now() < deadline) await sleep(200, undefined, { signal });
  return count();
}
