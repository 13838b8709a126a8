import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../house/list-source-files.ts';

describe('npm run cluster', () => {
  test('--help lists every command', async () => {
    const { exitCode, stdout } = await cluster('--help');

    expect(exitCode).toBe(0);
    for (const command of ['up', 'down', 'status', 'kubeconfig']) {
      expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    }
  });

  test.each([
    ['an unknown command', ['upp'], "error: unknown command 'upp'\n(Did you mean up?)"],
    ['an unknown option', ['status', '--jsn'], "error: unknown option '--jsn'\n(Did you mean --json?)"],
    ['an argument too many', ['down', 'all'], 'error: too many arguments'],
    ['an option without its value', ['up', '--context'], "error: option '--context <name>' argument missing"],
    ['a context that the kubeconfig does not have', ['status', '--context', 'moon'], 'has no context "moon"'],
  ])('%s is one clear sentence and not exit code 0', async (_, args, sentence) => {
    const { exitCode, stderr, stdout } = await cluster(...args);

    expect(exitCode).toBe(1);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('    at ');
    expect(stdout).toBe('');
  });

  test('status of a cluster of one’s own that does not answer says so and how to check', async () => {
    const kubeconfig = {
      ...{ apiVersion: 'v1', kind: 'Config' },
      clusters: [{ name: 'gone', cluster: { server: 'http://127.0.0.1:9' } }], // the discard port: nothing listens
      contexts: [{ name: 'gone', context: { cluster: 'gone', user: 'gone' } }],
      users: [{ name: 'gone', user: {} }],
    };
    const { exitCode, stderr } = await withKubeconfig(kubeconfig, 'status', '--context', 'gone');

    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      'error: the cluster of context "gone" does not answer: check with `kubectl --context gone get nodes`',
    );
  });

  test('kubeconfig prints one path, so that it can stand in an export', async () => {
    const { stdout } = await cluster('kubeconfig');

    expect(stdout).toMatch(/^\/\S+$/);
  });
});

function cluster(...args: readonly string[]) {
  return withKubeconfig({ apiVersion: 'v1', kind: 'Config', clusters: [], contexts: [], users: [] }, ...args);
}

async function withKubeconfig(content: object, ...args: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'berth-'));
  const file = join(folder, 'kubeconfig');
  await writeFile(file, JSON.stringify(content));
  try {
    const env = { KUBECONFIG: file };
    return await execa('node', ['sandbox/cluster/main.ts', ...args], {
      cwd: repositoryRoot,
      env,
      preferLocal: true,
      reject: false,
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}
