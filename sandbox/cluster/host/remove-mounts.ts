import { readFile } from 'node:fs/promises';
import { execa } from 'execa';

/** Unmounts everything mounted at or below the folders, the deepest first. */
export async function removeMounts(folders: readonly string[]): Promise<void> {
  const mounts = await listMounts(folders);
  for (const mount of mounts) {
    const { failed } = await execa('umount', [mount], { reject: false });
    if (failed) await execa('umount', ['--lazy', mount], { reject: false });
  }
}

/** Lists mount points at or below the folders, the latest mounted first: one may hide another. */
export async function listMounts(folders: readonly string[]): Promise<readonly string[]> {
  const table = await readFile('/proc/self/mountinfo', 'utf8');
  const points = table
    .split('\n')
    .flatMap((line) => line.split(' ').slice(4, 5))
    .map(decodeOctal);
  return points
    .filter((point) => folders.some((folder) => point === folder || point.startsWith(`${folder}/`)))
    .reverse();
}

// proc(5): blanks and the like stand as octal numbers.
function decodeOctal(text: string): string {
  return text.replace(/\\(\d{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));
}
