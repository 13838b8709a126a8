import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { determineRecipeDigest } from './determine-recipe-digest.ts';
import { imageVersions, isImageName, type ImageName } from './image-names.ts';
import type { ImageRecipe, ImageSource, RecipeFile } from './image-recipe.ts';

/** Reads a recipe as it is now, with the recipe of the image that it starts from. `release` is the Debian release to build on. */
export async function readImageRecipe(source: ImageSource, release: string): Promise<ImageRecipe> {
  const files = await readRecipeFiles(source);
  const containerfile = readText(files, 'Containerfile');
  if (containerfile === undefined) {
    throw new Error(`reading the recipe of image "${source.name}": there is no Containerfile in "${source.folder}"`);
  }
  const baseName = /^ARG BASE=berth\/(\S+)$/m.exec(containerfile)?.[1];
  const base = baseName === undefined ? undefined : await readImageRecipe(findBase(baseName, source), release);
  const packages = (readText(files, 'packages') ?? '').split('\n').filter((line) => line !== '');
  const hasProgram = readText(files, 'go.mod') !== undefined;
  const digest = await determineRecipeDigest({ files, packages, base, release });
  return { name: source.name, version: source.version, files, packages, hasProgram, base, digest };
}

/** Where the recipe of an image of the sandbox lies. */
export function locateImage(name: ImageName): ImageSource {
  return { name, version: imageVersions[name], folder: fileURLToPath(new URL(name, import.meta.url)) };
}

async function readRecipeFiles({ name, folder }: ImageSource): Promise<RecipeFile[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return await Promise.all(paths.sort().map((path) => readRecipeFile(folder, path)));
  } catch (error) {
    throw new Error(`reading the recipe of image "${name}"`, { cause: error });
  }
}

async function readRecipeFile(folder: string, path: string): Promise<RecipeFile> {
  const [{ mode }, content] = await Promise.all([stat(path), readFile(path)]);
  return { path: relative(folder, path), isExecutable: (mode & 0o100) !== 0, content };
}

function readText(files: readonly RecipeFile[], path: string): string | undefined {
  return files.find((file) => file.path === path)?.content.toString('utf8');
}

function findBase(name: string, source: ImageSource): ImageSource {
  if (isImageName(name)) return locateImage(name);
  throw new Error(
    `reading the recipe of image "${source.name}": its base "berth/${name}" is not an image of the sandbox`,
  );
}
