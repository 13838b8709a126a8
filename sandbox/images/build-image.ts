import { link, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buildGoProgram } from './build-go-program.ts';
import { reproducibleEpochSeconds } from './build-debian-root.ts';
import type { ImageRecipe } from './image-recipe.ts';
import { runTool } from './run-tool.ts';
import type { WorkFolder } from './work-folder.ts';

/** One layer for the whole Containerfile, compressed, dated alike: the same recipe gives the same bytes. */
export const buildahOptions = [
  '--isolation=chroot', // needs no runtime, so it works under any cgroup version
  '--format=oci',
  '--layers=false',
  '--disable-compression=false',
  `--timestamp=${String(reproducibleEpochSeconds)}`,
  '--quiet',
];

interface ImageBuild {
  readonly recipe: ImageRecipe;
  /** The tar file with the recipe's Debian packages. */
  readonly root: string | undefined;
  /** The archive of the image that the recipe starts from. */
  readonly base: string | undefined;
  readonly work: WorkFolder;
  /** The OCI archive to write. */
  readonly output: string;
}

/** Builds an image into an archive. Its storage lies in the work folder, so the user's own images are never touched. */
export async function buildImage({ recipe, root, base, work, output }: ImageBuild): Promise<void> {
  const context = join(work.path, 'context');
  await writeContext(recipe, context);
  if (root !== undefined) await link(root, join(context, 'root.tar'));
  if (recipe.hasProgram) await buildGoProgram({ imageName: recipe.name, context, work });
  const baseArguments = base === undefined ? [] : ['--build-arg', `BASE=oci-archive:${base}`];
  await runTool({
    doing: `building image "${recipe.name}"`,
    command: 'buildah',
    args: ['build', ...buildahOptions, ...baseArguments, '--tag', `oci-archive:${output}`, context],
    env: { CONTAINERS_STORAGE_CONF: await writeStorageConfiguration(work) },
    work,
  });
}

/** Exactly the files that the digest was made of, whatever the umask of the checkout was. */
async function writeContext({ files }: ImageRecipe, context: string): Promise<void> {
  for (const { path, isExecutable, content } of files) {
    const file = join(context, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content, { mode: isExecutable ? 0o755 : 0o644 });
  }
}

// The driver `vfs` mounts nothing, so that an interrupted build leaves plain files; with one layer an image it copies little.
export async function writeStorageConfiguration(work: WorkFolder): Promise<string> {
  const file = join(work.path, 'storage.conf');
  const [storage, run] = [join(work.path, 'storage'), join(work.path, 'run')];
  await writeFile(file, `[storage]\ndriver = "vfs"\ngraphroot = "${storage}"\nrunroot = "${run}"\n`);
  return file;
}
