import { writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError } from 'commander';
import { runCommand } from '../sandbox/run-command.ts';
import { measureCluster } from './measure-cluster.ts';
import { renderFigures } from './render-figures.ts';

interface BenchOptions {
  readonly runs: number;
  readonly json?: string;
}

await runCommand((signal) =>
  new Command('bench')
    .description(
      'Measures the sandbox cluster: how long it takes to come up, repair itself, run a pod and go, and what it weighs.',
    )
    .option('--runs <number>', 'how often each figure is taken', readRuns, 5)
    .option('--json <file>', 'also write every single figure here')
    .action(async ({ runs, json }: BenchOptions) => {
      const figures = await measureCluster({ runs, signal, progress: (line) => process.stderr.write(`${line}\n`) });
      if (json !== undefined) await writeFile(json, `${JSON.stringify(figures, undefined, 2)}\n`);
      process.stdout.write(renderFigures(figures));
    }),
);

function readRuns(text: string): number {
  const runs = Number(text);
  if (!Number.isInteger(runs) || runs < 1 || runs > 100) throw new InvalidArgumentError('Give a number from 1 to 100.');
  return runs;
}
