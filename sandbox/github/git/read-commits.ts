import { runGit } from './git.ts';

export interface GitCommit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: GitSignature;
  readonly committer: GitSignature;
  readonly message: string;
}

export interface GitSignature {
  readonly name: string;
  readonly email: string;
  /** ISO 8601. */
  readonly date: string;
}

const format = ['%H', '%T', '%P', '%an', '%ae', '%at', '%cn', '%ce', '%ct', '%B'].join('%x1f') + '%x1e';

/** Commits of a range such as `main..topic`, newest first; with paths only those that touch them. */
export async function listCommits(
  directory: string,
  range: string,
  options: readonly string[] = [],
  paths: readonly string[] = [],
): Promise<GitCommit[]> {
  const args = [
    '--literal-pathspecs',
    'log',
    `--format=${format}`,
    ...options,
    '--end-of-options',
    range,
    '--',
    ...paths,
  ];
  const output = await runGit(directory, args);
  return output
    .split('\x1e')
    .filter((record) => record.trim() !== '')
    .map(parseCommit);
}

export async function readCommit(directory: string, sha: string): Promise<GitCommit> {
  const [commit] = await listCommits(directory, sha, ['-1']);
  if (!commit) throw new Error(`reading commit "${sha}": git tells nothing about it`);
  return commit;
}

function parseCommit(record: string): GitCommit {
  const [sha = '', tree = '', parents = '', an = '', ae = '', at = '', cn = '', ce = '', ct = '', message = ''] = record
    .trimStart()
    .split('\x1f');
  return {
    sha,
    tree,
    parents: parents.split(' ').filter((parent) => parent !== ''),
    author: { name: an, email: ae, date: dateOf(at) },
    committer: { name: cn, email: ce, date: dateOf(ct) },
    message: message.trimEnd(),
  };
}

function dateOf(seconds: string): string {
  return new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z');
}
