import { join } from 'node:path';
import { ensureDebianPackages } from '../cluster/ensure-debian-packages.ts';
import { determineRecipeTag } from '../images/determine-image-reference.ts';
import type { RegistryImageOptions } from '../images/ensure-image.ts';
import { ensureImageArchive } from '../images/ensure-image-archive.ts';
import type { ImageRecipe } from '../images/image-recipe.ts';
import { pushImage } from '../images/push-image.ts';
import { readDebianRelease } from '../images/read-debian-release.ts';
import { readImageRecipe } from '../images/read-image-recipe.ts';
import { readManifestDigest } from '../images/read-manifest-digest.ts';
import { withWorkFolder } from '../images/work-folder.ts';
import { buildStorefront } from './build-storefront.ts';

interface ShopImagesOptions extends RegistryImageOptions {
  /** The folder with the files of the commit. */
  readonly checkout: string;
  /** The commit, which becomes the tag of both images. */
  readonly sha: string;
}

/** The images of the sample repository, each from the folder of the same name. */
const shopImages = ['storefront', 'api'] as const;

/**
 * Does what the CI of acme/shop does: makes sure that the registry has `acme/storefront` and `acme/api` of a commit, and returns
 * their references. An image is built once for the same files: a commit that changes one folder costs one image.
 */
export async function buildShopImages({ checkout, sha, ...options }: ShopImagesOptions): Promise<readonly string[]> {
  await ensureDebianPackages(
    ['buildah', 'mmdebstrap', 'skopeo'],
    options.onProgress && { onProgress: options.onProgress },
  );
  const release = await readDebianRelease();
  // One after the other: both wait for the same two cores.
  for (const name of shopImages) {
    const recipe = await readImageRecipe({ name: `acme-${name}`, version: sha, folder: join(checkout, name) }, release);
    await ensureShopImage({ name, recipe, ...options });
  }
  return shopImages.map((name) => `${options.registry}/${determineShopRepository(name)}:${sha}`);
}

type ShopImageName = (typeof shopImages)[number];

interface ShopImage extends RegistryImageOptions {
  readonly name: ShopImageName;
  readonly recipe: ImageRecipe;
}

async function ensureShopImage({ name, recipe, ...options }: ShopImage): Promise<void> {
  const { registry, signal } = options;
  const repository = determineShopRepository(name);
  const contentTag = determineRecipeTag(recipe.digest);
  const [ofContent, ofCommit] = await Promise.all(
    [contentTag, recipe.version].map((tag) => readManifestDigest({ registry, repository, tag, signal })),
  );
  if (ofContent !== undefined && ofContent === ofCommit) return;
  const push = { imageName: `${repository}:${recipe.version}`, registry, repository };
  await withWorkFolder(options.cacheDir, signal, async (work) => {
    if (ofContent === undefined) {
      const built = name === 'storefront' ? await buildStorefront(recipe, options) : recipe;
      const source = `oci-archive:${await ensureImageArchive(built, options)}`;
      await pushImage({ ...push, source, tag: contentTag, work });
    }
    // The tag of the commit comes last: whoever can pull it can rely on the other.
    const source = `docker://${registry}/${repository}:${contentTag}`;
    await pushImage({ ...push, source, tag: recipe.version, work });
  });
}

function determineShopRepository(name: ShopImageName): string {
  return `acme/${name}`;
}
