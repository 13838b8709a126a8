import { ensureDebianPackages } from '../cluster/ensure-debian-packages.ts';
import { UserError } from '../user-error.ts';
import { assertFreeSpace } from './assert-free-space.ts';
import { buildDebianRoot, determineDebianRootKey } from './build-debian-root.ts';
import { buildImage } from './build-image.ts';
import { ensureCachedFile } from './ensure-cached-file.ts';
import type { ImageRecipe } from './image-recipe.ts';
import { readDebianRelease } from './read-debian-release.ts';

export interface ImageOptions {
  /** A folder of the images' own: what is finished stays in it, what is half-made never does. */
  readonly cacheDir: string;
  readonly onProgress?: ((message: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Makes sure that the cache holds an image as an OCI archive, and returns its path. */
export async function ensureImageArchive(recipe: ImageRecipe, options: ImageOptions): Promise<string> {
  const { cacheDir, signal } = options;
  return ensureCachedFile({
    cacheDir,
    kind: 'archives',
    name: recipe.name,
    key: recipe.digest,
    signal,
    make: async (output, work) => {
      signal?.throwIfAborted();
      await assertCanBuild(recipe, options);
      const base = recipe.base === undefined ? undefined : await ensureImageArchive(recipe.base, options);
      const root = recipe.packages.length === 0 ? undefined : await ensureDebianRoot(recipe, options);
      options.onProgress?.(`image ${recipe.name}: building`);
      await buildImage({ recipe, root, base, work, output });
    },
  });
}

const neededBytes = 1.5e9; // packages, their tar file, buildah's copy of it and the archive, for the largest image

async function assertCanBuild(recipe: ImageRecipe, { cacheDir, onProgress }: ImageOptions): Promise<void> {
  if (process.getuid?.() !== 0) {
    throw new UserError(
      `Image "${recipe.name}" has to be built once, and only root can unpack Debian packages: run the same command as root, ` +
        'or use a cluster that you have with `--context NAME`.',
    );
  }
  await ensureDebianPackages(['buildah', 'mmdebstrap', 'skopeo'], onProgress === undefined ? {} : { onProgress });
  await assertFreeSpace(cacheDir, neededBytes, `Building image "${recipe.name}"`);
}

async function ensureDebianRoot(
  { name, packages }: ImageRecipe,
  { cacheDir, signal, onProgress }: ImageOptions,
): Promise<string> {
  const release = await readDebianRelease();
  return ensureCachedFile({
    cacheDir,
    kind: 'roots',
    name,
    key: await determineDebianRootKey(packages, release),
    signal,
    make: async (output, work) => {
      onProgress?.(`image ${name}: unpacking Debian packages ${packages.join(', ')}`);
      await buildDebianRoot({ imageName: name, packages, release, work, output });
    },
  });
}
