import { runGit, runGitBinary, tryGit } from './git.ts';

export interface TreeEntry {
  readonly mode: string;
  readonly type: 'blob' | 'tree' | 'commit';
  readonly sha: string;
  readonly size: number;
  /** Relative to the tree that was asked for. */
  readonly path: string;
}

export async function listTree(directory: string, tree: string, recursive = false): Promise<TreeEntry[]> {
  const flags = recursive ? ['-r', '-t'] : [];
  const output = await runGit(directory, ['ls-tree', '-z', '--long', ...flags, tree]);
  return output
    .split('\0')
    .filter((line) => line !== '')
    .map(parseEntry);
}

/** What is at a path of a commit; the root has the path ''. */
export async function findEntry(directory: string, commit: string, path: string): Promise<TreeEntry | undefined> {
  if (path === '') return { mode: '040000', type: 'tree', sha: `${commit}^{tree}`, size: 0, path };
  // A trailing slash would list the folder instead of naming it.
  const output = await tryGit(directory, [
    '--literal-pathspecs',
    'ls-tree',
    '-z',
    '--long',
    commit,
    '--',
    path.replace(/\/+$/, ''),
  ]);
  const [line = ''] = (output ?? '').split('\0');
  return line === '' ? undefined : parseEntry(line);
}

export async function readBlob(directory: string, sha: string): Promise<Buffer> {
  return runGitBinary(directory, ['cat-file', 'blob', sha]);
}

function parseEntry(line: string): TreeEntry {
  const [facts = '', path = ''] = line.split('\t');
  const [mode = '', type = '', sha = '', size = ''] = facts.split(/ +/);
  return { mode, type: type as TreeEntry['type'], sha, size: Number(size) || 0, path };
}
