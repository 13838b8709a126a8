import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileChanges } from '../actions/actions.ts';
import { runGit } from './git.ts';

export interface Author {
  readonly name: string;
  readonly email: string;
  readonly at: Date;
}

/** Writes a commit with changed files on top of `parents`, whose first gives the tree; resolves to its SHA. */
export async function commitFiles(
  directory: string,
  commit: { parents: readonly string[]; tree?: string; message: string; author: Author; changes: FileChanges },
): Promise<string> {
  const base = commit.tree ?? commit.parents[0];
  const tree = await withIndex(directory, async (env) => {
    if (base !== undefined) await runGit(directory, ['read-tree', base], { env });
    const input = await listIndexChanges(directory, commit.changes);
    await runGit(directory, ['update-index', '-z', '--index-info'], { env, input });
    return runGit(directory, ['write-tree'], { env });
  });
  return commitTree(directory, { ...commit, tree });
}

/** Writes the first commit of a repository from a folder on disk, modes and links included. */
export async function commitFolder(
  directory: string,
  commit: { folder: string; message: string; author: Author },
): Promise<string> {
  const tree = await withIndex(directory, async (env) => {
    await runGit(directory, ['--work-tree', commit.folder, 'add', '--all', '--force', '.'], {
      env: { ...env, GIT_DIR: directory },
    });
    return runGit(directory, ['write-tree'], { env });
  });
  return commitTree(directory, { ...commit, parents: [], tree });
}

export async function commitTree(
  directory: string,
  commit: { parents: readonly string[]; tree: string; message: string; author: Author; committer?: Author },
): Promise<string> {
  const committer = commit.committer ?? commit.author;
  return runGit(directory, ['commit-tree', commit.tree, ...commit.parents.flatMap((parent) => ['-p', parent])], {
    input: commit.message,
    env: {
      GIT_AUTHOR_NAME: commit.author.name,
      GIT_AUTHOR_EMAIL: commit.author.email,
      GIT_AUTHOR_DATE: commit.author.at.toISOString(),
      GIT_COMMITTER_NAME: committer.name,
      GIT_COMMITTER_EMAIL: committer.email,
      GIT_COMMITTER_DATE: committer.at.toISOString(),
    },
  });
}

async function withIndex(
  directory: string,
  use: (env: { GIT_INDEX_FILE: string }) => Promise<string>,
): Promise<string> {
  const index = join(directory, `index-${randomUUID()}`);
  try {
    return await use({ GIT_INDEX_FILE: index });
  } finally {
    await rm(index, { force: true });
  }
}

async function listIndexChanges(directory: string, changes: FileChanges): Promise<string> {
  let lines = '';
  for (const [path, content] of Object.entries(changes)) {
    if (content === null) {
      lines += `0 ${'0'.repeat(40)}\t${path}\0`;
    } else {
      const sha = await runGit(directory, ['hash-object', '-w', '--stdin'], { input: content });
      lines += `100644 ${sha}\t${path}\0`;
    }
  }
  return lines;
}
