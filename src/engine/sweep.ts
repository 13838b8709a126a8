import type { EngineParts } from './engine-parts.ts';
import { removeOrphans } from './remove-orphans.ts';
import type { PullRequestAddress } from './ports/github.ts';

interface Sweep {
  readonly parts: Pick<EngineParts, 'github' | 'cluster' | 'profiles' | 'log'>;
  /** All repositories without it. */
  readonly repository: string | undefined;
  /** Of several replicas one asks GitHub for what is labelled anywhere. */
  readonly isSweeper: boolean;
  readonly wake: (address: PullRequestAddress) => void;
  readonly signal: AbortSignal;
}

/**
 * Wakes whatever may not be as it is wanted, for what no webhook told: every open pull request with a label of ours, and
 * the pull request of everything that is in the cluster. Each of them is then asked for by itself: that one is missing in
 * a list takes nothing away.
 */
export async function sweep({ parts, repository, isSweeper, wake, signal }: Sweep): Promise<void> {
  const { github, cluster, profiles, log } = parts;
  const isMeant = (name: string) => repository === undefined || name.toLowerCase() === repository.toLowerCase();
  for (const { spec } of cluster.environments.list()) {
    if (isMeant(spec.repository)) wake({ repository: spec.repository, number: spec.pullRequest });
  }
  if (repository === undefined && !isSweeper) return;
  const labels = profiles.map(({ label }) => label);
  const { pullRequests, failed } = await github.listLabelled(labels, repository);
  for (const name of failed) log.warn({ repository: name }, 'sweeping a repository');
  for (const address of pullRequests) wake(address);
  if (repository !== undefined) return;
  await removeOrphans(parts);
  await github.redeliverFailed(signal);
}
