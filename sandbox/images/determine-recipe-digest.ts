import { createHash } from 'node:crypto';
import { buildahOptions } from './build-image.ts';
import { determineDebianRootKey } from './build-debian-root.ts';
import type { ImageRecipe } from './image-recipe.ts';

type RecipeContent = Pick<ImageRecipe, 'files' | 'packages' | 'base'> & { readonly release: string };

/** One digest for all that determines an image: its files, how it is built, the image it starts from, the Debian release. */
export async function determineRecipeDigest({ files, packages, base, release }: RecipeContent): Promise<string> {
  const parts = [
    process.arch,
    ...buildahOptions,
    packages.length > 0 ? await determineDebianRootKey(packages, release) : '',
    base?.digest ?? '',
    ...files.flatMap(({ path, isExecutable, content }) => [path, String(isExecutable), hash(content)]),
  ];
  return hash(JSON.stringify(parts));
}

function hash(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
