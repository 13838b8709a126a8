import { execa } from 'execa';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

const main = new URL('../../../sandbox/github/main.ts', import.meta.url).pathname;

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** Runs the command with a temporary folder of its own, in which it must leave nothing. */
async function run(args: readonly string[], env: Record<string, string> = {}) {
  const temporary = await makeFolder();
  const child = execa(process.execPath, [main, ...args], { env: { TMPDIR: temporary, ...env }, reject: false });
  return { child, listLeft: () => readdir(temporary) };
}

interface Facts {
  readonly url: string;
  readonly apiUrl: string;
  readonly appId: number;
  readonly privateKeyFile: string;
  readonly adminToken: string;
  readonly repositories: readonly string[];
}

describe('npm run github', () => {
  it('starts, makes a repository of a folder, and cleans up when it is told to end', async () => {
    const sample = await makeFolder();
    await writeFile(join(sample, 'README.md'), '# Sample\n');
    const { child, listLeft } = await run(['--port', '0', '--app-id', '77', '--seed', sample, '--json']);

    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const facts = JSON.parse(line.toString()) as Facts;
    const api = {
      headers: {
        authorization: `Bearer ${facts.adminToken}`,
        accept: 'application/vnd.github.raw+json',
        connection: 'close',
      },
    };
    const readme = await fetch(`${facts.apiUrl}/repos/${facts.repositories[0]!}/contents/README.md`, api);
    const text = await readme.text();
    const key = await readFile(facts.privateKeyFile, 'utf8');
    const { mode } = await stat(facts.privateKeyFile);
    child.kill('SIGTERM');
    const { exitCode } = await child;

    expect(text).toBe('# Sample\n');
    expect([facts.appId, key.includes('RSA PRIVATE KEY'), mode & 0o077]).toEqual([77, true, 0]);
    expect([exitCode, await listLeft()]).toEqual([0, []]);
  });

  it('says what to do about a busy port', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { child, listLeft } = await run(['--port', String(port)]);

    const { exitCode, stderr } = await child;
    await new Promise((resolve) => other.close(resolve));

    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      `error: Port ${port} is in use by another program. Choose another with --port, or 0 for any free one.`,
    );
    expect(await listLeft()).toEqual([]);
  });

  it('says in one sentence what is wrong with an option', async () => {
    const { child, listLeft } = await run(['--port', 'http']);

    const { exitCode, stderr } = await child;

    expect(exitCode).toBe(1);
    expect(stderr).toContain("error: option '--port <number>' argument 'http' is invalid. A port is a number");
    expect(await listLeft()).toEqual([]);
  });

  it('says how to get git where there is none', async () => {
    const { child, listLeft } = await run(['--port', '0'], { PATH: '/nonexistent' });

    const { exitCode, stderr } = await child;

    expect(exitCode).toBe(1);
    expect(stderr).toContain('git is not installed. Install it');
    expect(await listLeft()).toEqual([]);
  });
});
