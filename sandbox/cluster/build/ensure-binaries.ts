import { mkdir, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '../../user-error.ts';
import type { Progress } from '../progress.ts';
import { listDamagedBinaries, readBinaryRecord } from './damaged-binaries.ts';
import { buildPackages, type GoPackage } from './go-build.ts';

interface EnsureBinariesOptions {
  /** Where they shall lie: keyed by all that determines them, so that a changed pin builds anew. */
  readonly folder: string;
  readonly moduleFolder: string;
  readonly packages: readonly GoPackage[];
  readonly linkerFlags: string;
  /** What they are together, and what making them takes: `the cluster's components`, `8 minutes`. */
  readonly about: { readonly name: string; readonly duration: string; readonly neededBytes: number };
  /** Throws UserError if there is no Go. Is asked only when something has to be built. */
  readonly assertGo: () => Promise<void>;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

/**
 * Makes sure that binaries of a pinned Go module are built; a second call builds nothing.
 *
 * Each arrives by a rename and is recorded with its digest: an interrupted build, or a damaged file, costs only what is missing, and Go's
 * own build cache keeps the packages compiled so far. Throws UserError for what the person can mend: no Go, no network, no space.
 */
export async function ensureBinaries(options: EnsureBinariesOptions): Promise<void> {
  const { folder, packages, about, progress } = options;
  const damaged = new Set(
    await listDamagedBinaries(
      folder,
      packages.map(({ binary }) => binary),
    ),
  );
  const missing = packages.filter(({ binary }) => damaged.has(binary));
  if (missing.length === 0) return;
  await options.assertGo();
  await assertSpace(dirname(folder), about);
  progress(
    `building ${missing.map(({ binary }) => binary).join(', ')} (once; about ${about.duration} on 2 cores from nothing)`,
  );
  await build(missing, options);
  progress(`built ${missing.length} of ${packages.length} components into ${folder}`);
}

async function build(missing: readonly GoPackage[], options: EnsureBinariesOptions): Promise<void> {
  const { folder, moduleFolder, linkerFlags, progress, signal } = options;
  const output = join(folder, `.partial-${process.pid}`);
  await mkdir(output, { recursive: true });
  try {
    const request = { packages: missing, moduleFolder, linkerFlags, output, progress };
    for (const { binary, file } of await buildPackages({ ...request, ...(signal && { signal }) })) {
      await rename(file, join(folder, binary));
      const record = await readBinaryRecord(join(folder, binary));
      await writeFile(join(folder, `${binary}.json`), JSON.stringify(record));
    }
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}

async function assertSpace(cache: string, { name, neededBytes }: EnsureBinariesOptions['about']): Promise<void> {
  await mkdir(cache, { recursive: true });
  const { bavail, bsize } = await statfs(cache);
  if (bavail * bsize >= neededBytes) return;
  const gigabytes = (bytes: number) => (bytes / 1024 ** 3).toFixed(1);
  throw new UserError(
    `building ${name} needs ${gigabytes(neededBytes)} GB of disk and "${cache}" has ${gigabytes(bavail * bsize)} GB left: ` +
      'free some, or point XDG_CACHE_HOME at a larger disk, and run the command again',
  );
}
