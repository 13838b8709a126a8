import { readBlob, listTree } from '../../git/read-tree.ts';
import type { TreeEntry } from '../../git/read-tree.ts';
import { listCommits } from '../../git/read-commits.ts';
import type { GitCommit } from '../../git/read-commits.ts';
import { listRefs } from '../../git/refs.ts';
import type { Repository } from '../../state/repository.ts';

/** What git knows for the first page of a repository. */
export interface Overview {
  readonly branches: readonly string[];
  /** Folders first. */
  readonly files: readonly TreeEntry[];
  readonly readme: string | undefined;
  /** Newest first. */
  readonly commits: readonly GitCommit[];
}

const shownCommits = 8;
const branchPrefix = 'refs/heads/';

export async function readOverview({ directory, defaultBranch }: Repository): Promise<Overview> {
  const refs = await listRefs(directory, branchPrefix);
  const branches = [...refs.keys()].map((ref) => ref.slice(branchPrefix.length));
  const head = refs.get(`${branchPrefix}${defaultBranch}`);
  if (head === undefined) return { branches, files: [], readme: undefined, commits: [] };
  const files = (await listTree(directory, head)).toSorted(compareEntries);
  const readme = files.find(({ path, type }) => type === 'blob' && /^readme(\.md)?$/i.test(path));
  return {
    branches,
    files,
    readme: readme === undefined ? undefined : (await readBlob(directory, readme.sha)).toString('utf8'),
    commits: await listCommits(directory, head, [`-${shownCommits}`]),
  };
}

function compareEntries(a: TreeEntry, b: TreeEntry): number {
  const folders = Number(b.type === 'tree') - Number(a.type === 'tree');
  return folders === 0 ? a.path.localeCompare(b.path) : folders;
}
