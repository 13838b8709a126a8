import { execa } from 'execa';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../house/list-source-files.ts';

test.each(['format:check', 'lint', 'types'])('`npm run %s` has nothing to say against the tree', async (script) => {
  const { exitCode, all } = await execa('npm', ['run', '--silent', script], {
    cwd: repositoryRoot,
    all: true,
    reject: false,
  });

  expect(exitCode, all).toBe(0);
});
