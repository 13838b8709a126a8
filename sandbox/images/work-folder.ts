import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

/** Where one build keeps everything that is half-made. */
export interface WorkFolder {
  readonly path: string;
  readonly signal: AbortSignal | undefined;
}

/**
 * Gives `build` a folder that is gone when it ends, however it ends. What a killed process left behind is removed by the
 * next build: the folder's name begins with the id of the process that it belongs to.
 */
export async function withWorkFolder<Result>(
  cacheDir: string,
  signal: AbortSignal | undefined,
  build: (work: WorkFolder) => Promise<Result>,
): Promise<Result> {
  const parent = join(cacheDir, 'work');
  await mkdir(parent, { recursive: true });
  await removeAbandonedFolders(parent);
  const path = await mkdtemp(join(parent, `${process.pid}-`));
  try {
    return await build({ path, signal });
  } finally {
    await removeFolder(path);
  }
}

async function removeAbandonedFolders(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!isRunning(Number.parseInt(name, 10))) await removeFolder(join(parent, name));
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Never deletes through a mount: a tool that was killed may have left /dev of this machine mounted in here. */
async function removeFolder(path: string): Promise<void> {
  const mounts = await readFile('/proc/self/mounts', 'utf8').catch(() => '');
  const inside = mounts
    .split('\n')
    .flatMap((line) => line.split(' ').slice(1, 2))
    .filter((point) => point.startsWith(`${path}/`));
  for (const point of inside.reverse()) await execa('umount', ['--lazy', point]);
  await rm(path, { recursive: true, force: true });
}
