import { countCommits, findMergeBase } from '../git/changed-files.ts';
import { runGit } from '../git/git.ts';
import { isMergeable } from '../git/merge.ts';
import type { Difference } from '../state/pull-request.ts';

/** How a head differs from where it left its base. */
export async function measureDifference(directory: string, base: string, head: string): Promise<Difference> {
  const mergeBase = await findMergeBase(directory, base, head);
  if (mergeBase === undefined) return { commits: 0, additions: 0, deletions: 0, changedFiles: 0, mergeable: false };
  const counts = await runGit(directory, ['diff', '--shortstat', mergeBase, head]);
  const count = (word: RegExp) => Number(word.exec(counts)?.[1] ?? 0);
  return {
    commits: await countCommits(directory, `${mergeBase}..${head}`),
    changedFiles: count(/(\d+) files? changed/),
    additions: count(/(\d+) insertion/),
    deletions: count(/(\d+) deletion/),
    mergeable: await isMergeable(directory, base, head),
  };
}
