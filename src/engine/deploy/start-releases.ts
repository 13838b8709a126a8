import type { ReleaseDecision } from '../graph/decide-releases.ts';
import type { Goal } from '../graph/goal.ts';
import type { ReleaseRunner } from '../graph/release-runner.ts';
import type { Pass } from './deploy-environment.ts';

type Start = Extract<ReleaseDecision, { kind: 'start' }>;

/**
 * Starts these releases, unless something that was made sure of before may be gone: then it is made sure of anew, and another
 * pass starts them.
 */
export async function startReleases(
  pass: Pass,
  goal: Goal,
  runner: ReleaseRunner,
  starts: readonly Start[],
): Promise<void> {
  const { memory, wake } = pass;
  if (!(await areChartsThere(pass, goal, starts))) {
    memory.goal = undefined;
    wake();
  } else if (starts.some(({ release }) => mayLackPlace(pass, runner, release.helmRelease))) {
    memory.placedFor = undefined;
    for (const failure of runner.failures.values()) memory.placedAfter.add(failure);
    wake();
  } else for (const start of starts) runner.start(start, goal);
}

/** A commit may have been prepared long ago, and what nobody asked for since is removed from disk. */
async function areChartsThere({ parts }: Pass, goal: Goal, starts: readonly Start[]): Promise<boolean> {
  const charts = starts.flatMap(({ release }) => goal.charts.get(release.id) ?? []);
  const areThere = await Promise.all(charts.map((chart) => parts.charts.isThere(chart)));
  return areThere.every(Boolean);
}

/** A namespace that somebody deleted looks to Helm as if the cluster did not answer. No watch tells of it. */
function mayLackPlace({ memory }: Pass, { failures }: ReleaseRunner, helmRelease: string): boolean {
  const failure = failures.get(helmRelease);
  return failure?.reason === 'ApiUnavailable' && !memory.placedAfter.has(failure);
}
