import type { ReleaseDecision } from '../graph/decide-releases.ts';
import type { Goal } from '../graph/goal.ts';
import type { ReleaseRunner } from '../graph/release-runner.ts';
import type { Pass } from './deploy-environment.ts';

type Start = Extract<ReleaseDecision, { kind: 'start' }>;

/**
 * Starts these releases. A commit may have been prepared long ago, and what nobody asked for since is removed from disk: where
 * a chart is gone, the commit is prepared anew first.
 */
export async function startReleases(
  { memory, parts, wake }: Pass,
  goal: Goal,
  runner: ReleaseRunner,
  starts: readonly Start[],
): Promise<void> {
  const charts = starts.flatMap(({ release }) => goal.charts.get(release.id) ?? []);
  const areThere = await Promise.all(charts.map((chart) => parts.charts.isThere(chart)));
  if (areThere.every(Boolean)) {
    for (const start of starts) runner.start(start, goal);
    return;
  }
  memory.goal = undefined;
  wake();
}
