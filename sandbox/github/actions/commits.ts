import { commitFiles } from '../git/commit-files.ts';
import { readCommit } from '../git/read-commits.ts';
import { deleteRef, listRefs, noCommit, updateRef } from '../git/refs.ts';
import type { Account } from '../state/account.ts';
import { fullName } from '../state/repository.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../world.ts';
import type { NewCommit } from './actions.ts';
import { applyPush } from './push.ts';

/** Commits files to a branch as if somebody had pushed them. */
export function commitToBranch(world: World, repository: Repository, wanted: NewCommit): Promise<string> {
  return world.lock(repository, async () => {
    const { directory, defaultBranch } = repository;
    const { author, changes, message, amend } = wanted;
    const ref = `refs/heads/${wanted.branch}`;
    const refs = await listRefs(directory, 'refs/heads');
    const before = refs.get(ref);
    const from = before ?? refs.get(`refs/heads/${defaultBranch}`) ?? noCommit;
    const parents = amend === true ? (await readCommit(directory, from)).parents : [from];
    const signature = { name: author.name, email: author.email, at: world.clock.now() };
    const after = await commitFiles(directory, { parents, tree: from, message, author: signature, changes });
    await updateRef(directory, ref, after);
    await applyPush(world, repository, author, [{ ref, before: before ?? noCommit, after }]);
    return after;
  });
}

export function deleteBranch(world: World, repository: Repository, actor: Account, branch: string): Promise<void> {
  return world.lock(repository, async () => {
    const ref = `refs/heads/${branch}`;
    const before = (await listRefs(repository.directory, ref)).get(ref);
    if (before === undefined) throw new Error(`deleting branch "${branch}" of ${fullName(repository)}: there is none`);
    await deleteRef(repository.directory, ref);
    await applyPush(world, repository, actor, [{ ref, before, after: noCommit }]);
  });
}
