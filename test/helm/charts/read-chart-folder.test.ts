import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';
import { readChartFolder } from '../../../src/helm/charts/read-chart-folder.ts';

test('the digest is of names and contents, wherever the folder is', async () => {
  const files = { 'c/Chart.yaml': 'name: c', 'c/templates/a.yaml': '1', 'c/templates/b.yaml': '2' };
  const digests = await Promise.all([
    readDigest(files),
    readDigest(Object.fromEntries(Object.entries(files).toReversed())),
    readDigest({ ...files, 'c/templates/a.yaml': '2', 'c/templates/b.yaml': '1' }),
    readDigest({ ...files, 'c/templates/a.yaml': '12', 'c/templates/b.yaml': '' }),
    readDigest({ ...files, 'c/templates/c.yaml': '' }),
  ]);

  expect(digests[1]).toBe(digests[0]);
  expect(new Set(digests).size).toBe(4);
  expect(digests[0]).toMatch(/^sha256:[0-9a-f]{64}$/);
});

test.each([
  ['name: web', 'web'],
  ['apiVersion: v2\nname: "web" # ours\nversion: 1', 'web'],
  ['dependencies:\n  - name: other', undefined],
])('the name is the one that the chart has for itself: %j', async (chartFile, name) => {
  const top = await createFiles({ 'c/Chart.yaml': chartFile });

  await expect(readChartFolder(top, 'c')).resolves.toMatchObject({ kind: 'chart', name });
});

test.each([
  ['a link to a file of the machine', (top: string) => symlink('/etc/passwd', join(top, 'c/templates/x.yaml'))],
  ['a link to what berth itself was given', (top: string) => symlink('/proc/self/environ', join(top, 'c/values.yaml'))],
  ['a link to a folder', (top: string) => symlink('/etc', join(top, 'c/files'))],
  ['a link inside the chart', (top: string) => symlink('Chart.yaml', join(top, 'c/Chart.lock'))],
  ['a link to nothing', (top: string) => symlink('nothing', join(top, 'c/.helmignore'))],
  ['a pipe', (top: string) => execa('mkfifo', [join(top, 'c/templates/pipe')])],
])('refused is %s', async (_, plant) => {
  const top = await createFiles({ 'c/Chart.yaml': 'name: c', 'c/templates/a.yaml': '1' });
  await plant(top);

  await expect(readChartFolder(top, 'c')).resolves.toMatchObject({ kind: 'refused' });
});

test('refused is a chart that is reached through a link, or is one', async () => {
  const top = await createFiles({ 'real/c/Chart.yaml': 'name: c' });
  await symlink('real', join(top, 'alias'));
  await symlink('real/c', join(top, 'c'));

  await expect(readChartFolder(top, 'alias/c')).resolves.toMatchObject({ kind: 'refused' });
  await expect(readChartFolder(top, 'c')).resolves.toMatchObject({ kind: 'refused' });
});

test.each(['../outside', 'c/../../outside', '/etc', '.', '', 'c/./..'])('the path "%s" leads nowhere', async (path) => {
  const top = await createFiles({ 'inner/c/Chart.yaml': 'name: c', 'outside/Chart.yaml': 'name: o' });

  await expect(readChartFolder(join(top, 'inner'), path)).resolves.toMatchObject({ kind: 'missing' });
});

test('what is no chart says why', async () => {
  const top = await createFiles({ 'c/values.yaml': '', file: '' });

  await expect(readChartFolder(top, 'c')).resolves.toEqual({
    kind: 'missing',
    detail: 'the folder "c" holds no file Chart.yaml',
  });
  await expect(readChartFolder(top, 'd')).resolves.toEqual({
    kind: 'missing',
    detail: 'there is no folder "d" at this commit',
  });
  await expect(readChartFolder(top, 'file')).resolves.toMatchObject({ kind: 'missing' });
});

async function readDigest(files: Readonly<Record<string, string>>): Promise<string> {
  const content = await readChartFolder(await createFiles(files), 'c');
  return content.kind === 'chart' ? content.digest : content.kind;
}

async function createFiles(files: Readonly<Record<string, string>>): Promise<string> {
  const top = await mkdtemp(join(tmpdir(), 'chart-folder-'));
  onTestFinished(() => rm(top, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(top, path)), { recursive: true });
    await writeFile(join(top, path), text);
  }
  return top;
}
