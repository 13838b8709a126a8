import { determineImageReference } from './determine-image-reference.ts';
import { ensureImage, type RegistryImageOptions } from './ensure-image.ts';
import type { ImageName } from './image-names.ts';
import type { ImageRecipe } from './image-recipe.ts';
import { locateImage, readImageRecipe } from './read-image-recipe.ts';
import { readDebianRelease } from './read-debian-release.ts';

interface EnsureImagesOptions extends RegistryImageOptions {
  readonly names: readonly ImageName[];
}

/**
 * Makes sure that pods can pull these images of the sandbox, and returns the references to pull them by.
 *
 * Only what is missing is built, from the recipes beside this file; a second call asks the registry two small questions an image.
 * An interrupted call leaves nothing half-made and keeps what was finished, so the next one goes on where it stopped.
 */
export async function ensureImages({ names, ...options }: EnsureImagesOptions): Promise<readonly string[]> {
  const release = await readDebianRelease();
  const recipes = await Promise.all(names.map((name) => readImageRecipe(locateImage(name), release)));
  await ensureTwoAtATime(recipes, options);
  return names.map((name) => determineImageReference(name, options.registry));
}

/** Two at a time, because one downloads while the other compresses. When one goes wrong the other is stopped before the error is told. */
async function ensureTwoAtATime(recipes: readonly ImageRecipe[], options: RegistryImageOptions): Promise<void> {
  const failure = new AbortController();
  const signal = options.signal === undefined ? failure.signal : AbortSignal.any([options.signal, failure.signal]);
  const waiting = recipes.values();
  const ensureNext = async () => {
    for (const recipe of waiting) await ensureImage(recipe, { ...options, signal });
  };
  const lanes = [ensureNext(), ensureNext()];
  await Promise.all(lanes).catch(async (error: unknown) => {
    failure.abort();
    await Promise.allSettled(lanes);
    throw error;
  });
}
