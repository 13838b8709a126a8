import { execa } from 'execa';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../house/list-source-files.ts';

test('the demo prints the address of a pull request that people can work on, and Ctrl-C takes it away', async () => {
  const demo = execa('node', ['sandbox/demo.ts', '--port', '0', '--berth-port', '0'], {
    cwd: repositoryRoot,
    preferLocal: true,
    reject: false,
  });
  const address = await waitForAddress(demo.stdout);

  const page = await (await fetch(address)).text();

  expect(page).toContain('Welcome people at the door');
  expect(page).toContain('staging');
  demo.kill('SIGINT');
  const { exitCode, stderr } = await demo;
  expect([exitCode, stderr.includes('error')]).toEqual([0, false]);
  await expect(fetch(address)).rejects.toThrow('fetch failed');
});

test('the demo plays it through by itself: label, live, push, live, unlabel, gone', async () => {
  const { stdout, stderr, exitCode } = await execa(
    'node',
    ['sandbox/demo.ts', '--auto', '--json', '--port', '0', '--berth-port', '0'],
    { cwd: repositoryRoot, preferLocal: true, reject: false },
  );

  expect([exitCode, stderr.split('\n').filter((line) => line.startsWith('error'))]).toEqual([0, []]);
  expect(stderr).toContain('products from PostgreSQL');
  const played = JSON.parse(stdout) as Record<string, number>;
  expect(Object.keys(played)).toEqual(['firstWordMs', 'liveMs', 'liveAfterPushMs', 'goneMs']);
});

async function waitForAddress(stdout: AsyncIterable<Buffer | string>): Promise<string> {
  let text = '';
  for await (const chunk of stdout) {
    text += String(chunk);
    const address = /pull request +(http\S+)/.exec(text)?.[1];
    if (address !== undefined && text.includes('Ctrl-C')) return address;
  }
  throw new Error(`the demo ended without an address: ${text}`);
}
