import { runGit, tryGit } from './git.ts';

export const noCommit = '0'.repeat(40);

export interface RefChange {
  readonly ref: string;
  /** `noCommit` where the ref is new. */
  readonly before: string;
  /** `noCommit` where the ref is gone. */
  readonly after: string;
}

/** Refs below a prefix, by full name. */
export async function listRefs(directory: string, prefix: string): Promise<Map<string, string>> {
  const lines = await runGit(directory, ['for-each-ref', '--format=%(objectname) %(refname)', prefix]);
  return new Map(
    lines
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => [line.slice(41), line.slice(0, 40)]),
  );
}

export function listRefChanges(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): RefChange[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names]
    .map((ref) => ({ ref, before: before.get(ref) ?? noCommit, after: after.get(ref) ?? noCommit }))
    .filter((change) => change.before !== change.after);
}

export async function updateRef(directory: string, ref: string, sha: string): Promise<void> {
  await runGit(directory, ['update-ref', ref, sha]);
}

export async function deleteRef(directory: string, ref: string): Promise<void> {
  await runGit(directory, ['update-ref', '-d', ref]);
}

/** The commit that a branch, tag, full ref or SHA names; as on GitHub, a short SHA will do. */
export async function resolveCommit(directory: string, name: string): Promise<string | undefined> {
  if (name.startsWith('-') || name.includes('..') || name.includes('@{')) return undefined;
  for (const candidate of [`refs/heads/${name}`, `refs/tags/${name}`, `refs/${name}`, name]) {
    const sha = await tryGit(directory, [
      'rev-parse',
      '--verify',
      '--quiet',
      '--end-of-options',
      `${candidate}^{commit}`,
    ]);
    if (sha !== undefined) return sha;
  }
  return undefined;
}
