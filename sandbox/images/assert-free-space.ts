import { mkdir, statfs } from 'node:fs/promises';
import { UserError } from '../user-error.ts';

/** Refuses to begin what would fill the disk half way. */
export async function assertFreeSpace(folder: string, neededBytes: number, doing: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  const freeBytes = bavail * bsize;
  if (freeBytes >= neededBytes) return;
  throw new UserError(
    `${doing} needs ${toGigabytes(neededBytes)} GB of free disk and "${folder}" has ${toGigabytes(freeBytes)} GB: ` +
      'free some space, then run the same command again.',
  );
}

function toGigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}
