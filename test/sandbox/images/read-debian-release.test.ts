import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readDebianRelease } from '../../../sandbox/images/read-debian-release.ts';
import { UserError } from '../../../sandbox/user-error.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-release-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

test("reads the release's code name", async () => {
  await writeFile(join(folder, 'os-release'), 'ID=debian\nVERSION_CODENAME=bookworm\nVERSION_ID="12"\n');

  expect(await readDebianRelease(join(folder, 'os-release'))).toBe('bookworm');
});

test('points to a cluster that one has on another system', async () => {
  const reading = readDebianRelease(join(folder, 'os-release'));

  await expect(reading).rejects.toThrow(UserError);
  await expect(reading).rejects.toThrow('`--context NAME`');
});
