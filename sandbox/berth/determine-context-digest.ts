import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { buildahOptions } from '../images/build-image.ts';
import type { BaseRecipes } from './read-base-recipes.ts';

const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url));

/** One digest for all that determines the image of berth: what of this checkout goes into its build, and the bases. */
export async function determineContextDigest({ debian, node }: BaseRecipes): Promise<string> {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([...buildahOptions, debian.digest, node.digest]));
  for (const path of await listContextFiles()) {
    hash.update(`${path}\0`).update(
      createHash('sha256')
        .update(await readFile(join(repositoryRoot, path)))
        .digest(),
    );
  }
  return hash.digest('hex');
}

/** The files that `.dockerignore` lets in, as far as git knows them, and what says how they are built. */
async function listContextFiles(): Promise<readonly string[]> {
  const ignore = await readFile(join(repositoryRoot, '.dockerignore'), 'utf8');
  const included = ignore.split('\n').flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
  const { stdout } = await execa(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate', '--', 'Dockerfile', ...included],
    { cwd: repositoryRoot },
  );
  return stdout
    .split('\0')
    .filter((path) => path !== '')
    .sort();
}
