import { isAncestor } from '../git/changed-files.ts';
import { mergeCommits } from '../git/merge.ts';
import { listRefs, updateRef } from '../git/refs.ts';
import { ApiError } from '../http/api-error.ts';
import type { Account } from '../state/account.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../world.ts';
import { applyPush } from './push.ts';

/**
 * What GitHub does to a branch that is to be deployed and lacks commits of the default branch, unless it is told not to:
 * merges the default branch into it. Resolves to whether it did.
 */
export function mergeDefaultBranch(
  world: World,
  repository: Repository,
  actor: Account,
  branch: string,
): Promise<boolean> {
  const { directory, defaultBranch } = repository;
  return world.lock(repository, async () => {
    const ref = `refs/heads/${branch}`;
    const refs = await listRefs(directory, 'refs/heads');
    const head = refs.get(ref);
    const base = refs.get(`refs/heads/${defaultBranch}`);
    if (head === undefined || base === undefined || (await isAncestor(directory, base, head))) return false;
    const after = await mergeCommits(directory, {
      ...{ base: head, head: base, method: 'merge' },
      message: `Merge branch '${defaultBranch}' into ${branch}`,
      author: { name: actor.name, email: actor.email, at: world.clock.now() },
    });
    if (after === undefined) {
      throw new ApiError(409, { message: `Conflict merging ${defaultBranch} into ${branch}.` });
    }
    await updateRef(directory, ref, after);
    await applyPush(world, repository, actor, [{ ref, before: head, after }]);
    return true;
  });
}
