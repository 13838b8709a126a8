import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createPuller } from '../../../src/helm/charts/create-puller.ts';
import { buildArchive } from '../../helpers/build-archive.ts';
import { createTemporaryFolder } from '../../helpers/chart-folder.ts';

const { signal } = new AbortController();

/** Leaves a line when it begins and when it ends, and an archive that is its own arguments. */
const pull = `
for last; do :; done
echo "begin $last" >> "$0.log"
sleep 0.05
for one; do case "$one" in --destination=*) echo "$@" > "\${one#*=}/chart.tgz";; esac; done
echo "end $last" >> "$0.log"`;

test('however many charts are asked for at once, two Helms at most pull', async () => {
  const { ensure, readLog } = await createStub(pull);

  await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ensure(name, 'one')));

  const log = await readLog();
  const atWork = log.map((_, index) => countAtWork(log.slice(0, index + 1)));
  expect(log).toHaveLength(12);
  expect(Math.max(...atWork)).toBeLessThanOrEqual(2);
});

test('a chart has the name that its archive says, whatever it is called in its registry', async () => {
  const { ensure, folder } = await createStub('cp "$0.tgz" "${2#*=}/chart.tgz"');
  const chartFile = { name: 'web/Chart.yaml', content: 'apiVersion: v2\nname: web\nversion: 1.0.0\n' };

  await writeFile(join(folder, 'helm.tgz'), buildArchive(undefined, [chartFile]));
  await expect(ensure('charts-of-ours', 'one')).resolves.toMatchObject({ name: 'web' });

  await writeFile(join(folder, 'helm.tgz'), 'something else');
  await expect(ensure('charts-of-ours', 'one')).resolves.toMatchObject({ name: undefined });
});

test('a commit with many charts does not hold up another with one', async () => {
  const { ensure, readLog } = await createStub(pull);

  const many = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ensure(name, 'many'));
  await Promise.all([...many, ensure('x', 'one')]);

  const begun = (await readLog()).filter((line) => line.startsWith('begin'));
  expect(begun.indexOf('begin oci://registry/x')).toBeLessThan(5);
});

test('what nobody waits for any more is not begun, and leaves its turn to others', async () => {
  const { ensure, readLog } = await createStub(pull);
  const stopping = new AbortController();
  const begun = [ensure('a', 'one'), ensure('b', 'one')];
  const givenUp = ensure('c', 'one', stopping.signal);
  stopping.abort(new Error('something newer is wanted'));

  await expect(givenUp).rejects.toThrow('something newer is wanted');
  await Promise.all([...begun, ensure('d', 'one')]);

  expect((await readLog()).join('\n')).not.toContain('registry/c');
});

/** A puller whose Helm is a script. */
async function createStub(script: string) {
  const folder = await createTemporaryFolder();
  const helmPath = join(folder, 'helm');
  await writeFile(helmPath, `#!/bin/sh\n${script}\n`);
  await chmod(helmPath, 0o755);
  const puller = createPuller({ helmPath, cacheFolder: join(folder, 'charts') });
  return {
    ensure: (name: string, source: string, stop = signal) => {
      const chart = { kind: 'oci', reference: `oci://registry/${name}` } as const;
      return puller.pull({ chart, version: undefined, release: `shop/${name}`, source }, stop);
    },
    folder,
    readLog: async () => (await readFile(`${helmPath}.log`, 'utf8')).trim().split('\n'),
  };
}

function countAtWork(log: readonly string[]): number {
  return log.filter((line) => line.startsWith('begin')).length - log.filter((line) => line.startsWith('end')).length;
}
