import { execa } from 'execa';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../house/list-source-files.ts';

test('a test that leaves a server, a process or a timer behind fails and is told what; the run closes with its counts', async () => {
  const args = ['run', '--config', 'test/fixtures/leaks/vitest.config.ts', '--root', '.'];
  const { exitCode, all } = await execa('vitest', args, {
    cwd: repositoryRoot,
    preferLocal: true,
    all: true,
    reject: false,
  });

  expect(exitCode).toBe(1);
  expect(all).toContain('test "leaves a server" left behind: 1 TCPServerWrap');
  expect(all).toContain('test "leaves a process" left behind: 1 ProcessWrap');
  expect(all).toMatch(/test "leaves a timer" left behind: a timer made at .*leaks\.fixture\.ts/);
  expect(all.trim().split('\n').at(-1)).toBe('1 passed, 3 failed, 1 skipped');
});
