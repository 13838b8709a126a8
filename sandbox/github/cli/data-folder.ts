import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../user-error.ts';

export interface DataFolder {
  readonly path: string;
  /** Removes what was only made for this run. */
  release(): Promise<void>;
}

/** A folder for repositories and the key: the one asked for, which stays, or a temporary one. */
export async function ensureDataFolder(wanted: string | undefined): Promise<DataFolder> {
  if (wanted === undefined) {
    const path = await mkdtemp(join(tmpdir(), 'berth-github-'));
    return { path, release: () => rm(path, { recursive: true, force: true }) };
  }
  await makeFolder(wanted);
  // All but git's part of the state is in memory: what an earlier run left would belong to nothing.
  const isEmpty = (await readdir(wanted)).length === 0;
  if (!isEmpty) {
    throw new UserError(`The folder ${wanted} is not empty. Choose another with --data, or remove it first.`);
  }
  return { path: wanted, release: () => Promise.resolve() };
}

async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(`The folder ${path} cannot be made (${String(code)}). Choose another with --data.`);
  });
}
