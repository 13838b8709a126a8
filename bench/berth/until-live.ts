import type { PullRequest } from '../../sandbox/github/state/pull-request.ts';
import { UserError } from '../../sandbox/user-error.ts';
import type { BenchBerth } from './start-bench-berth.ts';
import type { SeenEnvironment } from './watch-environments.ts';

/** Waits until an environment is live at the commit that is now the head. Throws with the reason if it failed. */
export async function untilLive(
  berth: BenchBerth,
  pullRequest: PullRequest,
  signal: AbortSignal,
): Promise<SeenEnvironment> {
  const live = await berth.environments.until(
    pullRequest.number,
    (environment) => {
      if (environment?.status.commit !== pullRequest.head.sha) return false;
      if (isFinal(environment)) throw new UserError(describeFailure(environment));
      return environment.status.phase === 'Live';
    },
    signal,
  );
  if (live === undefined) throw new Error(`the environment of pull request ${pullRequest.number} is gone`);
  return live;
}

/** What berth tries again by itself may still become live. */
function isFinal({ status: { phase, releases } }: SeenEnvironment): boolean {
  return phase === 'Failed' && releases.every(({ nextAttemptAt }) => nextAttemptAt === undefined);
}

function describeFailure({ name, status }: SeenEnvironment): string {
  const failed = status.releases.filter(({ phase }) => phase === 'Failed');
  const reasons = failed.map(({ id, reason, message }) => `${id}: ${reason ?? ''} ${message ?? ''}`);
  return `environment "${name}" of the benchmark failed: ${reasons.join('; ')}`;
}
