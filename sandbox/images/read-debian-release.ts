import { readFile } from 'node:fs/promises';
import { UserError } from '../user-error.ts';

/** The code name of the Debian release that this machine runs, like `bookworm`: images are made from the same one. */
export async function readDebianRelease(osReleaseFile = '/etc/os-release'): Promise<string> {
  const text = await readFile(osReleaseFile, 'utf8').catch(() => '');
  const release = /^VERSION_CODENAME="?([a-z]+)"?$/m.exec(text)?.[1];
  if (release !== undefined) return release;
  throw new UserError(
    'The sandbox makes its images from Debian packages, and this system is not Debian: use a cluster that you have with `--context NAME`.',
  );
}
