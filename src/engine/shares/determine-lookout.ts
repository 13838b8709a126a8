import type { Environment } from '../../environment/environment.ts';
import type { PullRequestKey } from '../pull-request-key.ts';
import type { Shares } from './shares.ts';

/**
 * Determines who looks at a pull request that this replica was told of: itself, also where there is nothing yet that
 * anybody could hold, or the replica that works on it. Later, while that is being settled.
 */
export function determineLookout(
  key: PullRequestKey,
  environments: readonly Environment[],
  shares: Pick<Shares, 'isActive' | 'isOwn' | 'holds'>,
): 'here' | 'elsewhere' | 'later' {
  if (!shares.isActive) return 'later';
  const isOwn = shares.isOwn(key);
  const isFree = ({ status }: Environment) => isOwn && status.holder?.identity === undefined;
  if (environments.every((environment) => shares.holds(environment) || isFree(environment))) return 'here';
  return isOwn ? 'later' : 'elsewhere';
}
