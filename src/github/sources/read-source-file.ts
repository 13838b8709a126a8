import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { EngineError } from '../../engine/engine-error.ts';

/**
 * Reads a file of an unpacked source; `undefined` if there is none. Throws an EngineError `SourceRefused` for one that is
 * larger than the limit, and for what was not unpacked.
 */
export async function readSourceFile(folder: string, path: string, limitBytes: number): Promise<string | undefined> {
  const full = join(folder, path);
  const within = relative(folder, full);
  if (within === '' || within === '..' || within.startsWith('../') || isAbsolute(within)) return undefined;
  const file = await openFile(full, path);
  if (file === undefined) return undefined;
  try {
    return await readLimited(file, path, limitBytes);
  } finally {
    await file.close();
  }
}

async function openFile(full: string, path: string): Promise<FileHandle | undefined> {
  try {
    return await open(full, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (code === 'ELOOP') throw refuse(path, `"${path}" is a link or too large`);
    throw error;
  }
}

async function readLimited(file: FileHandle, path: string, limitBytes: number): Promise<string | undefined> {
  const stats = await file.stat();
  if (!stats.isFile()) return undefined;
  if (stats.size > limitBytes) throw refuse(path, `"${path}" has more than ${limitBytes} bytes`);
  return file.readFile('utf8');
}

function refuse(path: string, what: string): EngineError {
  return new EngineError(`reading file "${path}"`, { reason: 'SourceRefused', fields: { what } });
}
