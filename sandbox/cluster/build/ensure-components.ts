import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assertGo, determineComponentsKey, linkerFlags, listComponentPackages } from './component-packages.ts';
import { ensureBinaries } from './ensure-binaries.ts';
import type { Progress } from '../progress.ts';

const moduleFolder = fileURLToPath(new URL('../components', import.meta.url));
const neededBytes = 6 * 1024 ** 3; // modules 1.5 GB, Go's build cache 2.5 GB, binaries 0.6 GB, and room to work

interface EnsureComponentsOptions {
  readonly cache: string;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

/** Makes sure the cluster's binaries are built, and returns their folder. Throws UserError for what the person can mend. */
export async function ensureComponents({ cache, progress, signal }: EnsureComponentsOptions): Promise<string> {
  const folder = await determineComponentsFolder(cache);
  await ensureBinaries({
    ...{ folder, moduleFolder, packages: listComponentPackages(), linkerFlags },
    ...{ about: { name: "the cluster's components", duration: '8 minutes', neededBytes }, assertGo, progress },
    ...(signal && { signal }),
  });
  return folder;
}

/** Where the binaries of this version of the sandbox lie, built or not. */
export async function determineComponentsFolder(cache: string): Promise<string> {
  return join(cache, `components-${await determineComponentsKey(moduleFolder)}`);
}
