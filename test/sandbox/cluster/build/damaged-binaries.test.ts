import { mkdtemp, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listDamagedBinaries, readBinaryRecord } from '../../../../sandbox/cluster/build/damaged-binaries.ts';

describe('listDamagedBinaries', () => {
  let folder = '';
  const path = (name: string) => join(folder, name);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'berth-'));
    for (const name of ['etcd', 'helm', 'kubelet']) {
      await writeFile(path(name), `the binary of ${name}`);
      await writeFile(path(`${name}.json`), JSON.stringify(await readBinaryRecord(path(name))));
    }
  });
  afterEach(() => rm(folder, { recursive: true }));

  const damaged = () => listDamagedBinaries(folder, ['etcd', 'helm', 'kubelet']);

  test('names none of an intact folder', async () => {
    expect(await damaged()).toEqual([]);
  });

  test.each<[string, () => Promise<void>]>([
    ['is missing', () => rm(path('helm'))],
    ['was cut short', () => truncate(path('helm'), 5)],
    ['holds other bytes of the same length', () => writeFile(path('helm'), 'the bimary of helm')],
    ['has no record', () => rm(path('helm.json'))],
    ['has a record that was cut short', () => truncate(path('helm.json'), 5)],
  ])('names a binary that %s, and only that', async (_, damage) => {
    await damage();

    expect(await damaged()).toEqual(['helm']);
  });

  test('a binary whose time changed and whose bytes did not is intact', async () => {
    await utimes(path('helm'), new Date(), new Date(0));

    expect(await damaged()).toEqual([]);
  });

  test('names all when there is no folder', async () => {
    expect(await listDamagedBinaries(path('nowhere'), ['etcd', 'helm'])).toEqual(['etcd', 'helm']);
  });
});
