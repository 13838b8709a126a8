import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { BenchResult } from '../../bench/figures/result.ts';
import { repositoryRoot } from '../house/list-source-files.ts';

const bench = (...args: readonly string[]) =>
  execa('node', ['bench/main.ts', ...args], { cwd: repositoryRoot, preferLocal: true, reject: false });

// It takes the cluster through its life, which here is the run's own: what it measures is seen when people run it.
test('the benchmark of the cluster does not take down one that somebody uses', async () => {
  const { exitCode, stderr } = await bench('cluster', '--runs', '1');

  expect(exitCode).toBe(1);
  expect(stderr).toBe(
    'error: the benchmark starts from nothing and a cluster is up: run `npm run cluster -- down` first',
  );
});

test('the benchmark of the orchestration deploys a graph under berth, and tells what it took', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'berth-bench-test-'));
  const file = join(folder, 'result.json');
  try {
    const { exitCode, stdout, stderr } = await bench(
      ...['--scenario', 'smoke', '--peers', 'none', '--runs', '1', '--json', file],
    );

    expect([exitCode, stderr.split('\n').filter((line) => line.startsWith('error'))]).toEqual([0, []]);
    expect(stdout).toContain('smoke: chain of 2');
    const { samples } = BenchResult.parse(JSON.parse(await readFile(file, 'utf8')));
    expect(samples).toMatchObject([{ tool: 'berth', releases: 2, values: { helms: 2, helmsPerRelease: 1 } }]);
    const { readyS = 0, criticalPathS = 0, fromMarkS = 0, requestsPerRelease = 0 } = samples[0]?.values ?? {};
    expect(criticalPathS).toBeGreaterThan(0);
    expect(readyS).toBeGreaterThanOrEqual(criticalPathS);
    expect(fromMarkS).toBeGreaterThan(readyS);
    expect(requestsPerRelease).toBeGreaterThan(0);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('the benchmark says which scenarios and which peers there are', async () => {
  const [scenario, peer] = await Promise.all([bench('--scenario', 'S99'), bench('--peers', 'argo')]);

  expect(scenario.stderr).toMatch(/^error: there is no scenario "S99": use smoke, S1, S2, /);
  expect(peer.stderr).toContain('error: there is no peer "argo": use ');
});
