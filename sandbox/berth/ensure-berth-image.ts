import { determineRecipeTag, determineRepository } from '../images/determine-image-reference.ts';
import { ensureCachedFile } from '../images/ensure-cached-file.ts';
import { ensureImageArchive, type ImageOptions } from '../images/ensure-image-archive.ts';
import type { RegistryImageOptions } from '../images/ensure-image.ts';
import { pushImage } from '../images/push-image.ts';
import { readManifestDigest } from '../images/read-manifest-digest.ts';
import { withWorkFolder } from '../images/work-folder.ts';
import { buildBerthImage } from './build-berth-image.ts';
import { determineContextDigest } from './determine-context-digest.ts';
import { readBaseRecipes, type BaseRecipes } from './read-base-recipes.ts';

export interface BerthImage {
  /** As pods pull it, without a tag. */
  readonly repository: string;
  readonly tag: string;
}

/** Makes sure that the registry has the image of berth as this checkout would have it. What is there already is not built again. */
export async function ensureBerthImage(options: RegistryImageOptions): Promise<BerthImage> {
  const { registry, cacheDir, signal, onProgress } = options;
  const bases = await readBaseRecipes();
  const digest = await determineContextDigest(bases);
  const repository = determineRepository(name);
  const tag = determineRecipeTag(digest);
  const image = { repository: `${registry}/${repository}`, tag };
  if ((await readManifestDigest({ registry, repository, tag, signal })) !== undefined) return image;
  const archive = await ensureBerthArchive(bases, digest, options);
  onProgress?.(`image ${name}: pushing to ${registry}`);
  await withWorkFolder(cacheDir, signal, (work) =>
    pushImage({ imageName: name, source: `oci-archive:${archive}`, registry, repository, tag, work }),
  );
  return image;
}

const name = 'berth';

async function ensureBerthArchive(bases: BaseRecipes, key: string, options: ImageOptions): Promise<string> {
  const { cacheDir, signal, onProgress } = options;
  return ensureCachedFile({
    cacheDir,
    kind: 'archives',
    name,
    key,
    signal,
    make: async (output, work) => {
      const debian = await ensureImageArchive(bases.debian, options);
      const node = await ensureImageArchive(bases.node, options);
      onProgress?.(`image ${name}: building`);
      await buildBerthImage({ debian, node, output, work });
    },
  });
}
