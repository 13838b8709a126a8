import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHelmCounter } from '../../../bench/berth/create-helm-counter.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-counter-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('each run is counted, and runs as it would have', async () => {
  const helms = await createHelmCounter(folder, '/bin/echo');

  const said = await Promise.all([execa(helms.path, ['upgrade', 'a b']), execa(helms.path, ['uninstall'])]);

  expect(said.map(({ stdout }) => stdout)).toEqual(['upgrade a b', 'uninstall']);
  expect(await helms.count()).toBe(2);
});

test('before the first run there is none', async () => {
  expect(await (await createHelmCounter(folder, '/bin/true')).count()).toBe(0);
});
