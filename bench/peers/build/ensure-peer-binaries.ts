import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { ensureBinaries } from '../../../sandbox/cluster/build/ensure-binaries.ts';
import { listDamagedBinaries } from '../../../sandbox/cluster/build/damaged-binaries.ts';
import type { Progress } from '../../../sandbox/cluster/progress.ts';
import { UserError } from '../../../sandbox/user-error.ts';
import { peerModules, type PeerModule } from './peer-modules.ts';

interface EnsurePeerBinariesOptions {
  readonly module: PeerModule;
  readonly cache: string;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

const linkerFlags = '-s -w';

/** Makes sure that the programs of a peer are built from their Go modules, and returns their folder. Throws UserError like the cluster. */
export async function ensurePeerBinaries({
  module,
  cache,
  progress,
  signal,
}: EnsurePeerBinariesOptions): Promise<string> {
  const { packages, duration, neededBytes } = peerModules[module];
  const folder = await determineFolder(module, cache);
  await ensureBinaries({
    ...{ folder, moduleFolder: locateModule(module), packages, linkerFlags, progress },
    about: { name: module, duration, neededBytes },
    assertGo: () => assertGo(module),
    ...(signal && { signal }),
  });
  return folder;
}

/** Whether a run would find the programs of a peer built. */
export async function hasPeerBinaries(module: PeerModule, cache: string): Promise<boolean> {
  const names = peerModules[module].packages.map(({ binary }) => binary);
  return (await listDamagedBinaries(await determineFolder(module, cache), names)).length === 0;
}

/** The folder with the pinned go.mod of a peer. */
export function locateModule(module: PeerModule): string {
  return fileURLToPath(new URL(`../go/${module}`, import.meta.url));
}

async function determineFolder(module: PeerModule, cache: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of ['go.mod', 'go.sum']) hash.update(await readFile(join(locateModule(module), file)));
  hash.update(JSON.stringify([peerModules[module].packages, linkerFlags, process.platform, process.arch]));
  return join(cache, `peer-${module}-${hash.digest('hex').slice(0, 16)}`);
}

async function assertGo(module: PeerModule): Promise<void> {
  const { failed } = await execa('go', ['version'], { reject: false });
  if (!failed) return;
  throw new UserError(
    `building ${module} needs Go 1.26.2 or later and no "go" was found: install it as https://go.dev/doc/install says`,
  );
}
