import { createHash } from 'node:crypto';
import { ensureCachedFile } from './ensure-cached-file.ts';
import { ensureImageArchive, type ImageOptions } from './ensure-image-archive.ts';
import type { ImageName } from './image-names.ts';
import { locateImage, readImageRecipe } from './read-image-recipe.ts';
import { readDebianRelease } from './read-debian-release.ts';
import { runTool } from './run-tool.ts';

interface ImportableImage extends ImageOptions {
  readonly name: ImageName;
  /** The name that the image gets where it is imported: `berth.sandbox/pause:1`. */
  readonly reference: string;
}

/**
 * Makes sure that the cache holds an image as an archive for `ctr --namespace k8s.io image import`, and returns its path:
 * for images that a node needs before any registry answers.
 */
export async function ensureImportableArchive({ name, reference, ...options }: ImportableImage): Promise<string> {
  const recipe = await readImageRecipe(locateImage(name), await readDebianRelease());
  return ensureCachedFile({
    cacheDir: options.cacheDir,
    kind: 'importable',
    name,
    key: createHash('sha256')
      .update(JSON.stringify([recipe.digest, reference]))
      .digest('hex'),
    signal: options.signal,
    make: async (output, work) => {
      const archive = await ensureImageArchive(recipe, options);
      // An OCI archive would be imported under a name that ctr makes up; Docker's format carries the full one.
      await runTool({
        doing: `writing image "${name}" for import`,
        command: 'skopeo',
        args: ['copy', '--quiet', `oci-archive:${archive}`, `docker-archive:${output}:${reference}`],
        work,
      });
    },
  });
}
