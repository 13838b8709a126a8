import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { MergeMethod } from '../actions/actions.ts';
import { commitTree } from './commit-files.ts';
import type { Author } from './commit-files.ts';
import { runGit, tryGit } from './git.ts';

export interface MergeRequest {
  readonly base: string;
  readonly head: string;
  readonly method: MergeMethod;
  readonly message: string;
  readonly author: Author;
}

/** Whether two commits merge without conflict. */
export async function isMergeable(directory: string, base: string, head: string): Promise<boolean> {
  return (await mergeTrees(directory, base, head)) !== undefined;
}

/** Merges in the way asked for and resolves to the commit that the base branch should point to; undefined on a conflict. */
export async function mergeCommits(directory: string, merge: MergeRequest): Promise<string | undefined> {
  if (merge.method === 'rebase') return rebase(directory, merge);
  const tree = await mergeTrees(directory, merge.base, merge.head);
  if (tree === undefined) return undefined;
  const parents = merge.method === 'squash' ? [merge.base] : [merge.base, merge.head];
  return commitTree(directory, { parents, tree, message: merge.message, author: merge.author });
}

async function mergeTrees(directory: string, base: string, head: string): Promise<string | undefined> {
  const output = await tryGit(directory, ['merge-tree', '--write-tree', base, head]);
  return output?.split('\n')[0];
}

async function rebase(directory: string, { base, head, author }: MergeRequest): Promise<string | undefined> {
  const worktree = join(directory, `rebase-${randomUUID()}`);
  await runGit(directory, ['worktree', 'add', '--quiet', '--detach', worktree, head]);
  try {
    const env = { GIT_COMMITTER_NAME: author.name, GIT_COMMITTER_EMAIL: author.email };
    await runGit(worktree, ['rebase', '--quiet', '--force-rebase', base], { env });
    return await runGit(worktree, ['rev-parse', 'HEAD']);
  } catch {
    return undefined;
  } finally {
    await runGit(directory, ['worktree', 'remove', '--force', worktree]);
  }
}
