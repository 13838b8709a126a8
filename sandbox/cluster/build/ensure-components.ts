import { mkdir, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../../user-error.ts';
import { assertGo, determineComponentsKey, listComponentPackages } from './component-packages.ts';
import { listDamagedBinaries, readBinaryRecord } from './damaged-binaries.ts';
import { buildPackages } from './go-build.ts';
import type { Progress } from '../progress.ts';

const moduleFolder = fileURLToPath(new URL('../components', import.meta.url));
const neededBytes = 6 * 1024 ** 3; // modules 1.5 GB, Go's build cache 2.5 GB, binaries 0.6 GB, and room to work

interface EnsureComponentsOptions {
  readonly cache: string;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

/**
 * Makes sure the cluster's binaries are built, and returns their folder.
 *
 * The folder is keyed by all that determines its content, so a changed pin builds anew and a second call builds nothing. Each binary
 * arrives by a rename and is recorded with its digest: an interrupted build, or a damaged file, costs only what is missing, and Go's own
 * build cache keeps the packages compiled so far. Throws UserError for what the person can mend: no Go, no network, no space.
 */
export async function ensureComponents({ cache, progress, signal }: EnsureComponentsOptions): Promise<string> {
  const folder = await determineComponentsFolder(cache);
  const packages = listComponentPackages();
  const damaged = new Set(
    await listDamagedBinaries(
      folder,
      packages.map(({ binary }) => binary),
    ),
  );
  const missing = packages.filter(({ binary }) => damaged.has(binary));
  if (missing.length === 0) return folder;
  await assertGo();
  await assertSpace(cache);
  progress(
    `building ${missing.map(({ binary }) => binary).join(', ')} (once; about 8 minutes on 2 cores from nothing)`,
  );
  const partial = join(folder, `.partial-${process.pid}`);
  await mkdir(partial, { recursive: true });
  try {
    const built = await buildPackages({
      packages: missing,
      moduleFolder,
      output: partial,
      progress,
      ...(signal && { signal }),
    });
    for (const { binary, file } of built) {
      await rename(file, join(folder, binary));
      const record = await readBinaryRecord(join(folder, binary));
      await writeFile(join(folder, `${binary}.json`), JSON.stringify(record));
    }
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  progress(`built ${missing.length} of ${packages.length} components into ${folder}`);
  return folder;
}

/** Where the binaries of this version of the sandbox lie, built or not. */
export async function determineComponentsFolder(cache: string): Promise<string> {
  return join(cache, `components-${await determineComponentsKey(moduleFolder)}`);
}

async function assertSpace(cache: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const { bavail, bsize } = await statfs(cache);
  if (bavail * bsize >= neededBytes) return;
  const gigabytes = (bytes: number) => (bytes / 1024 ** 3).toFixed(1);
  throw new UserError(
    `building the cluster's components needs ${gigabytes(neededBytes)} GB of disk and "${cache}" has ${gigabytes(bavail * bsize)} GB left: ` +
      'free some, or point XDG_CACHE_HOME at a larger disk, and run the command again',
  );
}
