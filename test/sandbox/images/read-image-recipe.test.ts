import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { imageVersions, isImageName } from '../../../sandbox/images/image-names.ts';
import { locateImage, readImageRecipe } from '../../../sandbox/images/read-image-recipe.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-recipe-'));
  await write('Containerfile', 'FROM scratch\nCOPY a /a\n');
  await write('files/a', 'first');
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('the digest of a recipe', () => {
  test('is the same for the same content, wherever the folder lies', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'berth-recipe-'));
    await mkdir(join(elsewhere, 'files'));
    await writeFile(join(elsewhere, 'files/a'), 'first');
    await writeFile(join(elsewhere, 'Containerfile'), 'FROM scratch\nCOPY a /a\n');

    const recipe = await readImageRecipe({ name: 'x', version: '1', folder: elsewhere }, 'bookworm');
    await rm(elsewhere, { recursive: true });

    expect(recipe.digest).toBe(await readDigest());
  });

  test('does not depend on the umask of the checkout', async () => {
    const before = await readDigest();

    await chmod(join(folder, 'files/a'), 0o600);

    expect(await readDigest()).toBe(before);
  });

  test.each([
    ['the content of a file', () => write('files/a', 'second')],
    ['the name of a file', () => write('files/b', '')],
    ['whether a file can be run', () => chmod(join(folder, 'files/a'), 0o755)],
    ['the Debian packages', () => write('packages', 'busybox-static\n')],
    ['the image that it starts from', () => write('Containerfile', 'ARG BASE=berth/django\nFROM ${BASE}\n')],
  ])('changes with %s', async (_what, change) => {
    const before = await readDigest();

    await change();

    expect(await readDigest()).not.toBe(before);
  });

  test('changes with the Debian release when Debian packages are in it', async () => {
    await write('packages', 'busybox-static\n');

    expect(await readDigest('trixie')).not.toBe(await readDigest('bookworm'));
  });
});

test('names the image whose recipe has no Containerfile', async () => {
  await rm(join(folder, 'Containerfile'));

  await expect(readDigest()).rejects.toThrow('reading the recipe of image "x": there is no Containerfile');
});

test('names the image that starts from one that is not there', async () => {
  await write('Containerfile', 'ARG BASE=berth/nowhere\nFROM ${BASE}\n');

  await expect(readDigest()).rejects.toThrow(
    'reading the recipe of image "x": its base "berth/nowhere" is not an image',
  );
});

test('every image of the sandbox has a recipe that runs as a user who is not root, or is only a base', async () => {
  const names = Object.keys(imageVersions).filter(isImageName);

  const recipes = await Promise.all(names.map((name) => readImageRecipe(locateImage(name), 'bookworm')));

  const containerfile = (files: (typeof recipes)[number]['files']) =>
    files.find(({ path }) => path === 'Containerfile')?.content.toString() ?? '';
  const asRoot = recipes.filter(({ files }) => !/^USER [1-9]\d*:[1-9]\d*$/m.test(containerfile(files)));
  expect(asRoot.map(({ name }) => name)).toEqual(['debian']);
});

async function write(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
}

async function readDigest(release = 'bookworm'): Promise<string> {
  return (await readImageRecipe({ name: 'x', version: '1', folder }, release)).digest;
}
