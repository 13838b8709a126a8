import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readPackedName } from '../../../src/helm/charts/read-packed-name.ts';
import { buildArchive, type ArchiveEntry } from '../../helpers/build-archive.ts';

const chartFile = (name: string, chart = 'name: web') => ({
  name,
  content: `apiVersion: v2\n${chart}\nversion: 1.0.0\n`,
});
const values = { name: 'web/values.yaml', content: 'name: other\n' };

test.each<[string, readonly ArchiveEntry[]]>([
  ['first, as Helm packs it', [chartFile('web/Chart.yaml'), values]],
  ['last', [values, { name: 'web/templates', kind: '5' }, chartFile('web/Chart.yaml')]],
  ['in a folder of another name', [chartFile('charts-of-ours/Chart.yaml')]],
  ['after that of a part of it', [chartFile('web/charts/db/Chart.yaml', 'name: db'), chartFile('web/Chart.yaml')]],
])('the name is read where the file that says it is %s', async (_, entries) => {
  await expect(readPackedName(buildArchive(undefined, entries))).resolves.toBe('web');
});

test.each<[string, Buffer]>([
  ['is nothing packed', Buffer.from('name: web')],
  ['is empty', Buffer.alloc(0)],
  ['is packed and no archive', gzipSync('apiVersion: v2\nname: web\n'.repeat(100))],
  ['ends in the middle', buildArchive(undefined, [values, chartFile('web/Chart.yaml')]).subarray(0, 60)],
  ['ends in the file', buildArchive(undefined, [{ ...chartFile('web/Chart.yaml'), size: 5_000 }])],
  ['holds no chart', buildArchive(undefined, [values])],
  ['holds a chart without a name', buildArchive(undefined, [chartFile('web/Chart.yaml', 'type: library')])],
  ['has a link in its place', buildArchive(undefined, [{ name: 'web/Chart.yaml', kind: '2', target: '/etc/passwd' }])],
])('there is none where the archive %s', async (_, archive) => {
  await expect(readPackedName(archive)).resolves.toBeUndefined();
});

test.each<[string, readonly ArchiveEntry[]]>([
  ['a large file', [{ name: 'web/large', content: Buffer.alloc(12 * 2 ** 20) }]],
  ['a file that says it is a chart', [{ ...chartFile('web/Chart.yaml', `# ${' '.repeat(12 * 2 ** 20)}`) }]],
  ['very many files', Array.from({ length: 25_000 }, (_, index) => ({ name: `web/${index}` }))],
])('there is none where %s would have to be unpacked before it is known', async (_, entries) => {
  await expect(readPackedName(buildArchive(undefined, [...entries, chartFile('web/Chart.yaml')]))).resolves.toBe(
    undefined,
  );
});
