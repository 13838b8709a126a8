import { execa } from 'execa';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../house/list-source-files.ts';

// It takes the cluster through its life, which here is the run's own: what it measures is seen when people run it.
test('the benchmark does not take down a cluster that somebody uses', async () => {
  const { exitCode, stderr } = await execa('node', ['bench/main.ts', 'cluster', '--runs', '1'], {
    cwd: repositoryRoot,
    preferLocal: true,
    reject: false,
  });

  expect(exitCode).toBe(1);
  expect(stderr).toBe(
    'error: the benchmark starts from nothing and a cluster is up: run `npm run cluster -- down` first',
  );
});
