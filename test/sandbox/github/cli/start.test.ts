import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { start } from '../../../../sandbox/github/cli/start.ts';
import { UserError } from '../../../../sandbox/user-error.ts';

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

const ignore = () => undefined;

it('keeps repositories and key in the folder it is given', async () => {
  const data = join(await makeFolder(), 'new');
  const seed = await makeFolder();
  await writeFile(join(seed, 'README.md'), '# Sample\n');

  const started = await start({ port: 0, data, seed: [seed] }, ignore);
  await started.stop();

  expect(await readdir(data)).toEqual(expect.arrayContaining(['app.private-key.pem']));
  expect((await stat(started.repositories[0]!.directory)).isDirectory()).toBe(true);
});

it.each<[string, (folder: string) => Partial<Parameters<typeof start>[0]>, string]>([
  ['a missing folder to seed from', () => ({ seed: ['/does/not/exist'] }), 'There is no folder /does/not/exist'],
  ['two folders of one name', (folder) => ({ seed: [folder, folder] }), 'Rename one of them'],
  ['a missing key', () => ({ privateKey: '/does/not/exist' }), 'cannot be read (ENOENT)'],
  ['a file that is no key', (folder) => ({ privateKey: join(folder, 'file') }), 'holds no RSA private key'],
  ['a data folder with something in it', (folder) => ({ data: folder }), 'is not empty'],
  ['a data folder that cannot be made', (folder) => ({ data: join(folder, 'file', 'x') }), 'cannot be made (ENOTDIR)'],
])('says in one sentence what is wrong with %s, and leaves nothing open', async (_, pick, sentence) => {
  const folder = await makeFolder();
  await writeFile(join(folder, 'file'), 'not a key');

  const failed = start({ port: 0, seed: [], ...pick(folder) }, ignore);

  await expect(failed).rejects.toThrow(UserError);
  await expect(failed).rejects.toThrow(sentence);
});
