import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runHelms, type RunAll } from '../../../../bench/peers/helm/run-helms.ts';
import { createTemporaryFolder } from '../../../helpers/chart-folder.ts';

const { signal } = new AbortController();

/** A program in Helm's place that notes its words and fails when it is told to. */
async function createHelm() {
  const folder = await createTemporaryFolder();
  const helm = join(folder, 'helm');
  await writeFile(
    helm,
    '#!/bin/sh\necho "$#:$*" >> "$0.runs"\n[ "$1" != fail ] || { echo "Error: no" >&2; exit 1; }\n',
  );
  await chmod(helm, 0o755);
  const host = { kubeconfig: '/kubeconfig', helm, cache: '/cache', progress: () => undefined };
  const graph = { name: 'none', releases: [] };
  return {
    run: (...told: Parameters<RunAll>) =>
      runHelms(host, { graph, namespace: 'x', signal }, (runAll) => runAll(...told)),
    listRuns: async () => (await readFile(`${helm}.runs`, 'utf8')).trim().split('\n'),
  };
}

test('runs get their words as they are, one after the other, and are counted', async () => {
  const { run, listRuns } = await createHelm();

  const { helmActions } = await run([['upgrade', "it's $HOME"], ['upgrade', '*'], ['x']], 1);

  expect(helmActions).toBe(3);
  expect(await listRuns()).toEqual(["2:upgrade it's $HOME", '2:upgrade *', '1:x']);
});

test('the first run that fails ends them, and is quoted', async () => {
  const { run, listRuns } = await createHelm();

  await expect(run([['first'], ['fail'], ['never']], 1)).rejects.toThrow('Error: no');

  expect(await listRuns()).toEqual(['1:first', '1:fail']);
});

test('a failure that is expected is none', async () => {
  const { run, listRuns } = await createHelm();

  await run([['first'], ['fail'], ['last']], 1, 'Error: no');

  await expect(run([['fail'], ['never']], 1, "Error: that's it")).rejects.toThrow('Error: no');
  expect(await listRuns()).toEqual(['1:first', '1:fail', '1:last', '1:fail']);
});
