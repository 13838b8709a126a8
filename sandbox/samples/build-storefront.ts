import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ImageOptions } from '../images/ensure-image-archive.ts';
import type { ImageRecipe, RecipeFile } from '../images/image-recipe.ts';
import { runTool } from '../images/run-tool.ts';
import { withWorkFolder } from '../images/work-folder.ts';

/** Vite and Vue are installed with berth, so that the sample needs no installation of its own. */
const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));

/**
 * Runs the storefront's own build on its sources, and returns the recipe with the result in the place of the sources. The digest stays
 * that of the sources, which determine all: whether an image has to be built is known before anything is.
 */
export async function buildStorefront(recipe: ImageRecipe, options: ImageOptions): Promise<ImageRecipe> {
  options.onProgress?.(`image ${recipe.name}: building the single-page application`);
  return withWorkFolder(options.cacheDir, options.signal, async (work) => {
    const folder = join(work.path, 'sources');
    await writeFiles(recipe.files, folder);
    await symlink(modules, join(folder, 'node_modules'));
    const vite = join(modules, 'vite', 'bin', 'vite.js');
    await runTool({
      doing: `building the single-page application of image "${recipe.name}"`,
      command: process.execPath,
      args: [vite, 'build', '--logLevel', 'warn'],
      cwd: folder,
      env: { NODE_ENV: 'production' },
      work,
    });
    const containerfile = recipe.files.filter(({ path }) => path === 'Containerfile');
    return { ...recipe, files: [...containerfile, ...(await readResult(folder))] };
  });
}

async function writeFiles(files: readonly RecipeFile[], folder: string): Promise<void> {
  for (const { path, content } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

async function readResult(folder: string): Promise<RecipeFile[]> {
  const entries = await readdir(join(folder, 'dist'), { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.sort().map(async (path) => ({
      path: relative(folder, path),
      isExecutable: false,
      content: await readFile(path),
    })),
  );
}
