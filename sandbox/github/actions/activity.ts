import { isAncestor } from '../git/changed-files.ts';
import { noCommit } from '../git/refs.ts';
import type { RefChange } from '../git/refs.ts';
import type { Account } from '../state/account.ts';
import type { ActivityKind } from '../state/activity.ts';
import type { Repository } from '../state/repository.ts';
import { nextId } from '../state/state.ts';
import type { World } from '../world.ts';

interface Move {
  readonly actor: Account;
  readonly change: RefChange;
  readonly by: 'push' | 'merge';
}

/** Notes who moved a branch, and how. */
export async function recordActivity(world: World, repository: Repository, move: Move): Promise<void> {
  const kind = await determineKind(repository, move);
  const { actor, change } = move;
  repository.activities.push({ id: nextId(world.state), kind, actor, ...change, at: world.clock.now() });
}

async function determineKind({ directory }: Repository, { change, by }: Move): Promise<ActivityKind> {
  const { before, after } = change;
  if (before === noCommit) return 'branch_creation';
  if (after === noCommit) return 'branch_deletion';
  if (by === 'merge') return 'pr_merge';
  return (await isAncestor(directory, before, after)) ? 'push' : 'force_push';
}
