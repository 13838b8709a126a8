import type { PullRequest } from '../../sandbox/github/state/pull-request.ts';
import type { BenchBerth } from './start-bench-berth.ts';

/** Takes the label off pull requests and waits until nothing of their environments is left. */
export async function removePreviews(
  { stage, environments }: BenchBerth,
  pullRequests: readonly PullRequest[],
  signal: AbortSignal,
): Promise<void> {
  for (const pullRequest of pullRequests) stage.github.actions.removeLabel(pullRequest, stage.ada, 'preview');
  for (const { number } of pullRequests) {
    await environments.until(number, (environment) => environment === undefined, signal);
  }
}
