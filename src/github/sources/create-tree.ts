import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createClaims, type ClaimLimits } from './create-claims.ts';
import { UnpackError } from './unpack-error.ts';

export interface TreeLimits extends ClaimLimits {
  /** Of all files that are kept. */
  readonly totalBytes: number;
  /** A larger file is not kept. */
  readonly fileBytes: number;
}

/** Files below one folder, by the names that an archive gives them. Each throws an UnpackError for what is not to be there. */
export interface Tree {
  addFolder(name: string): Promise<void>;
  addFile(name: string, bytes: number, content: AsyncIterable<unknown>): Promise<void>;
  /** Leaves the mark of something that is not unpacked. */
  addMissing(name: string): Promise<void>;
}

/** Creates a tree in an empty folder that nobody else writes to. */
export function createTree(folder: string, limits: TreeLimits): Tree {
  const claim = createClaims(limits);
  let totalBytes = 0;

  async function place(name: string, kind: 'folder' | 'file'): Promise<string> {
    const { path, newFolders } = claim(name, kind);
    for (const each of newFolders) await mkdir(join(folder, each));
    return join(folder, path);
  }

  return {
    async addFolder(name) {
      await place(name, 'folder');
    },
    async addFile(name, bytes, content) {
      const path = await place(name, 'file');
      if (bytes > limits.fileBytes) {
        await leaveMark(path);
        return;
      }
      totalBytes += bytes;
      if (totalBytes > limits.totalBytes) throw new UnpackError(`more than ${limits.totalBytes} bytes of files`);
      // Never over something that is there, whatever this disk takes for the same name.
      await writeFile(path, await readAll(content), { flag: 'wx', mode: 0o644 });
    },
    async addMissing(name) {
      await leaveMark(await place(name, 'file'));
    },
  };
}

/** A link to itself leads nowhere: neither to what the archive says nor to anything else. */
async function leaveMark(path: string): Promise<void> {
  await symlink(basename(path), path);
}

async function readAll(content: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
