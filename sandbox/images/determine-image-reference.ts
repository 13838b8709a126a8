import { imageVersions, type ImageName } from './image-names.ts';

/** The name under which pods pull an image of the sandbox: `localhost:21500/berth/postgres:15`. */
export function determineImageReference(name: ImageName, registry: string): string {
  return `${registry}/${determineRepository(name)}:${imageVersions[name]}`;
}

/** The repository inside the registry that holds an image. */
export function determineRepository(name: string): string {
  return `berth/${name}`;
}

/** The tag that says which recipe an image was made from: present in the registry, there is nothing to build. */
export function determineRecipeTag(digest: string): string {
  return `recipe-${digest.slice(0, 16)}`;
}
