import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withWorkFolder } from '../../../sandbox/images/work-folder.ts';

let cacheDir: string;

beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'berth-work-'));
});

afterEach(async () => {
  await rm(cacheDir, { recursive: true });
});

test('is gone when the build is done', async () => {
  const path = await withWorkFolder(cacheDir, undefined, async (work) => {
    await writeFile(join(work.path, 'file'), '');
    return work.path;
  });

  expect(path).toContain(cacheDir);
  expect(await readdir(join(cacheDir, 'work'))).toEqual([]);
});

test('is gone when the build goes wrong', async () => {
  const building = withWorkFolder(cacheDir, undefined, () => Promise.reject(new Error('no')));

  await expect(building).rejects.toThrow('no');
  expect(await readdir(join(cacheDir, 'work'))).toEqual([]);
});

test('removes what a killed process left behind, and nothing of one that runs', async () => {
  const killed = `${spawnSync('true').pid}-abc`;
  const running = `${process.pid}-abc`;
  await mkdir(join(cacheDir, 'work', killed, 'storage'), { recursive: true });
  await mkdir(join(cacheDir, 'work', running), { recursive: true });

  await withWorkFolder(cacheDir, undefined, () => Promise.resolve());

  expect(await readdir(join(cacheDir, 'work'))).toEqual([running]);
});
