import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { readCount } from '../read-count.ts';
import { measureCluster } from './measure-cluster.ts';
import { renderFigures } from './render-figures.ts';

interface ClusterOptions {
  readonly runs: number;
  readonly json?: string;
}

/** `bench cluster`: how long the sandbox's cluster takes to come up, to repair itself, to run a pod and to go, and what it weighs. */
export function addClusterCommand(bench: Command, signal: AbortSignal): void {
  bench
    .command('cluster')
    .description(
      'the sandbox cluster: how long it takes to come up, repair itself, run a pod and go, and what it weighs',
    )
    .option('--runs <number>', 'how often each figure is taken', readCount, 5)
    .option('--json <file>', 'also write every single figure here')
    .action(async ({ runs, json }: ClusterOptions) => {
      const figures = await measureCluster({ runs, signal, progress: (line) => process.stderr.write(`${line}\n`) });
      if (json !== undefined) await writeFile(json, `${JSON.stringify(figures, undefined, 2)}\n`);
      process.stdout.write(renderFigures(figures));
    });
}
