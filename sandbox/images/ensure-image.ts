import { determineRecipeTag, determineRepository } from './determine-image-reference.ts';
import { ensureImageArchive, type ImageOptions } from './ensure-image-archive.ts';
import type { ImageRecipe } from './image-recipe.ts';
import { pushImage } from './push-image.ts';
import { readManifestDigest } from './read-manifest-digest.ts';
import { withWorkFolder } from './work-folder.ts';

export interface RegistryImageOptions extends ImageOptions {
  /** Where pods pull from: `localhost:21500`. */
  readonly registry: string;
}

/**
 * Makes sure that the registry has an image as its recipe says, under two tags that point to the same:
 * the recipe's digest, and the readable version that manifests name.
 */
export async function ensureImage(recipe: ImageRecipe, options: RegistryImageOptions): Promise<void> {
  if (await isInRegistry(recipe, options)) return;
  const archive = await ensureImageArchive(recipe, options);
  options.onProgress?.(`image ${recipe.name}: pushing to ${options.registry}`);
  await withWorkFolder(options.cacheDir, options.signal, async (work) => {
    // The readable tag comes last: whoever can pull it can rely on the other.
    for (const tag of [determineRecipeTag(recipe.digest), recipe.version]) {
      const repository = determineRepository(recipe.name);
      await pushImage({
        imageName: recipe.name,
        source: `oci-archive:${archive}`,
        registry: options.registry,
        repository,
        tag,
        work,
      });
    }
  });
}

async function isInRegistry(recipe: ImageRecipe, { registry, signal }: RegistryImageOptions): Promise<boolean> {
  const repository = determineRepository(recipe.name);
  const [exact, readable] = await Promise.all(
    [determineRecipeTag(recipe.digest), recipe.version].map((tag) =>
      readManifestDigest({ registry, repository, tag, signal }),
    ),
  );
  return exact !== undefined && exact === readable;
}
