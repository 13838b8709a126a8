import { runGit, runGitBinary, tryGit } from './git.ts';

export interface ChangedFile {
  readonly path: string;
  readonly previousPath: string | undefined;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed';
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  readonly patch: string | undefined;
}

/** The last commit that both have, or undefined where their histories never met. */
export async function findMergeBase(directory: string, a: string, b: string): Promise<string | undefined> {
  return tryGit(directory, ['merge-base', a, b]);
}

export async function isAncestor(directory: string, ancestor: string, descendant: string): Promise<boolean> {
  return (await tryGit(directory, ['merge-base', '--is-ancestor', ancestor, descendant])) !== undefined;
}

export async function countCommits(directory: string, range: string): Promise<number> {
  return Number(await runGit(directory, ['rev-list', '--count', range]));
}

/** Files that differ between two commits, with their patches, as GitHub lists them. */
export async function listChangedFiles(directory: string, from: string, to: string): Promise<ChangedFile[]> {
  const raw = await runGit(directory, ['diff', '--raw', '-z', '--no-abbrev', '-M', from, to]);
  const counts = parseCounts(await runGit(directory, ['diff', '--numstat', '-z', '-M', from, to]));
  const patches = splitPatches(
    await runGit(directory, ['diff', '-M', '--no-color', '--src-prefix=a/', '--dst-prefix=b/', from, to]),
  );
  return parseRaw(raw).map((file, at) => ({
    ...file,
    ...(counts[at] ?? { additions: 0, deletions: 0 }),
    patch: patches[at],
  }));
}

/** The whole difference as a unified diff. */
export async function readDiff(directory: string, from: string, to: string): Promise<Buffer> {
  return runGitBinary(directory, ['diff', '-M', '--no-color', from, to]);
}

type RawFile = Omit<ChangedFile, 'additions' | 'deletions' | 'patch'>;

const statuses: Readonly<Record<string, ChangedFile['status']>> = { A: 'added', D: 'removed', R: 'renamed' };

function parseRaw(output: string): RawFile[] {
  const fields = output.split('\0');
  const files: RawFile[] = [];
  for (let at = 0; at + 1 < fields.length;) {
    const [, , before = '', after = '', letter = ''] = (fields[at] ?? '').split(' ');
    const status = statuses[letter.slice(0, 1)] ?? 'modified';
    const renamed = status === 'renamed';
    const path = fields[at + (renamed ? 2 : 1)] ?? '';
    files.push({
      path,
      previousPath: renamed ? fields[at + 1] : undefined,
      status,
      sha: status === 'removed' ? before : after,
    });
    at += renamed ? 3 : 2;
  }
  return files;
}

function parseCounts(output: string): { additions: number; deletions: number }[] {
  // A renamed file has an empty path followed by the two paths: those fields have no tab.
  return output
    .split('\0')
    .filter((field) => field.includes('\t'))
    .map((field) => {
      const [additions = '', deletions = ''] = field.split('\t');
      return { additions: Number(additions) || 0, deletions: Number(deletions) || 0 };
    });
}

function splitPatches(output: string): (string | undefined)[] {
  return output
    .split(/^diff --git .*$/m)
    .slice(1)
    .map((part) => {
      const start = part.indexOf('\n@@');
      return start < 0 ? undefined : part.slice(start + 1).replace(/\n$/, '');
    });
}
