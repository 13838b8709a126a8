import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { BerthError } from '../../berth-error.ts';
import { createCommitCheck } from './create-commit-check.ts';
import { createByteLimit } from './create-byte-limit.ts';
import { BrokenArchiveError } from './broken-archive-error.ts';
import { createTree, type Tree, type TreeLimits } from './create-tree.ts';
import { UnpackError } from './unpack-error.ts';

export interface UnpackLimits extends TreeLimits {
  /** Of the archive once it is no longer packed, with what is not kept of it. */
  readonly archiveBytes: number;
}

const mebibyte = 1024 * 1024;

/** What a repository may hold. Helm itself takes no larger files, nor more than 100 MiB for a chart. */
export const unpackLimits: UnpackLimits = {
  archiveBytes: 1024 * mebibyte,
  totalBytes: 100 * mebibyte,
  fileBytes: 5 * mebibyte,
  entries: 20_000,
  pathBytes: 240,
  depth: 50,
};

/**
 * Unpacks an archive of GitHub's into an empty folder, without the one folder that all of it lies in. Nothing of it is put
 * anywhere else, whatever it holds: the archive is only read, and each file is made by us. Throws an UnpackError at the first
 * thing that no archive of a repository holds, and a BrokenArchiveError if it is not whole or not of the commit.
 */
export async function unpackArchive(
  archive: Readable,
  { folder, sha, signal, limits = unpackLimits }: UnpackOptions,
): Promise<void> {
  const tree = createTree(folder, limits);
  const unpacked = extract();
  let writing: Promise<void> = Promise.resolve();
  unpacked.on('entry', (header, content, next) => {
    writing = addEntry(tree, header, content);
    writing.then(() => next(), next);
  });
  const steps = [createByteLimit(limits.archiveBytes), createCommitCheck(sha)] as const;
  const reading = pipeline(archive, createGunzip(), ...steps, unpacked, { signal });
  const [read] = await Promise.allSettled([reading]);
  // The last file may still be written when the stream has ended.
  const [written] = await Promise.allSettled([writing]);
  signal.throwIfAborted();
  const errors = [read, written].filter(({ status }) => status === 'rejected').map(readReason);
  if (errors.length > 0) throw determineCause(errors);
}

export interface UnpackOptions {
  readonly folder: string;
  readonly sha: string;
  readonly signal: AbortSignal;
  readonly limits?: UnpackLimits;
}

type Content = AsyncIterable<unknown> & { resume(): unknown };

async function addEntry(tree: Tree, { name, type, size }: Header, content: Content): Promise<void> {
  switch (type) {
    case 'directory':
      await tree.addFolder(name);
      break;
    case 'file':
      await tree.addFile(name, size, content);
      break;
    case 'symlink':
      await tree.addMissing(name);
      break;
    default:
      throw new UnpackError(`an entry of the kind "${type as string}"`);
  }
  content.resume(); // past what was not kept
}

function readReason(result: PromiseSettledResult<void>): unknown {
  return result.status === 'rejected' ? result.reason : undefined;
}

/** One of the two broke the other. What the disk or berth objects to says more than that a stream ended. */
function determineCause(errors: readonly unknown[]): unknown {
  const own = errors.find(
    (error) => error instanceof BerthError || (error as NodeJS.ErrnoException).syscall !== undefined,
  );
  return own ?? new BrokenArchiveError('unpacking an archive: it is not whole', { cause: errors[0] });
}
