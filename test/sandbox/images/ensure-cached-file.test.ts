import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureCachedFile } from '../../../sandbox/images/ensure-cached-file.ts';

let cacheDir: string;
let madeCount: number;

beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'berth-cache-'));
  madeCount = 0;
});

afterEach(async () => {
  await rm(cacheDir, { recursive: true });
});

const keyA = 'a'.repeat(64);
const keyB = 'b'.repeat(64);

test('makes a file once', async () => {
  const first = await ensure('web', keyA);
  const second = await ensure('web', keyA);

  expect(second).toBe(first);
  expect(await readFile(second, 'utf8')).toBe('content');
  expect(madeCount).toBe(1);
});

test('makes a file again that was damaged since', async () => {
  const file = await ensure('web', keyA);
  await truncate(file, 3);

  await ensure('web', keyA);

  expect(await readFile(file, 'utf8')).toBe('content');
});

test('leaves nothing of a file whose making went wrong', async () => {
  const make = async (output: string) => {
    await writeFile(output, 'half');
    throw new Error('interrupted');
  };

  await expect(ensureCachedFile({ cacheDir, kind: 'archives', name: 'web', key: keyA, make })).rejects.toThrow(
    'interrupted',
  );

  expect(await readdir(join(cacheDir, 'archives'))).toEqual([]);
  expect(await readdir(join(cacheDir, 'work'))).toEqual([]);
});

test('drops what a changed recipe made outdated, and nothing of another image', async () => {
  await ensure('web', keyA);
  await ensure('web-socket', keyA);

  await ensure('web', keyB);

  const names = (await readdir(join(cacheDir, 'archives'))).filter((name) => name.endsWith('.tar'));
  expect(names.sort()).toEqual([`web-${'b'.repeat(16)}.tar`, `web-socket-${'a'.repeat(16)}.tar`]);
});

async function ensure(name: string, key: string): Promise<string> {
  return ensureCachedFile({
    cacheDir,
    kind: 'archives',
    name,
    key,
    make: async (output) => {
      madeCount += 1;
      await writeFile(output, 'content');
    },
  });
}
