import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { withWorkFolder, type WorkFolder } from './work-folder.ts';

interface CachedFile {
  readonly cacheDir: string;
  /** The folder of the cache, by what lies in it. */
  readonly kind: 'archives' | 'importable' | 'roots';
  readonly name: string;
  /** Determined by all that determines the content. */
  readonly key: string;
  readonly signal?: AbortSignal | undefined;
  /** Writes the output file, with everything temporary in the work folder. */
  readonly make: (output: string, work: WorkFolder) => Promise<void>;
}

/**
 * Makes sure that a file lies in the cache, whole, and returns its path.
 * It arrives by a rename, after a checksum of it: a file that was interrupted, or damaged since, is made again.
 * Files of the same name with another key are outdated and go.
 */
export async function ensureCachedFile({ cacheDir, kind, name, key, signal, make }: CachedFile): Promise<string> {
  const folder = join(cacheDir, kind);
  const file = join(folder, `${name}-${key.slice(0, 16)}.tar`);
  if (await isWhole(file)) return file;
  await mkdir(folder, { recursive: true });
  await withWorkFolder(cacheDir, signal, async (work) => {
    const output = join(work.path, 'output.tar');
    await make(output, work);
    await rm(file, { force: true });
    await writeFile(`${file}.sha256`, await determineChecksum(output));
    await rename(output, file);
  });
  await removeOutdated(folder, name, file);
  return file;
}

async function isWhole(file: string): Promise<boolean> {
  try {
    return (await readFile(`${file}.sha256`, 'utf8')) === (await determineChecksum(file));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

async function determineChecksum(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

async function removeOutdated(folder: string, name: string, current: string): Promise<void> {
  const isSameName = (entry: string) =>
    entry.startsWith(`${name}-`) && /^[0-9a-f]{16}\.tar/.test(entry.slice(name.length + 1));
  const outdated = (await readdir(folder)).filter(
    (entry) => isSameName(entry) && !join(folder, entry).startsWith(current),
  );
  await Promise.all(outdated.map((entry) => rm(join(folder, entry), { force: true })));
}
