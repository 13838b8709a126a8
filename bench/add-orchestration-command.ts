import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { createProgress } from '../sandbox/cluster/progress.ts';
import type { BenchResult } from './figures/result.ts';
import { readCount } from './read-count.ts';
import { renderPlot } from './report/render-plot.ts';
import { renderReport } from './report/render-report.ts';
import { runOrchestration } from './run-orchestration.ts';

interface OrchestrationOptions {
  readonly scenario?: readonly string[];
  readonly peers: readonly string[];
  readonly runs?: number;
  readonly quick?: boolean;
  readonly seed: number;
  readonly idleMinutes?: number;
  readonly environments: number;
  readonly json?: string;
  readonly svg?: string;
  readonly log?: string;
}

/** `bench orchestration`, which is also what `bench` alone does: graphs under berth and its peers. */
export function addOrchestrationCommand(bench: Command, signal: AbortSignal): void {
  bench
    .command('orchestration', { isDefault: true })
    .description('the same graphs of releases under berth and its peers, and what only berth does')
    .option('--quick', 'the short form, which takes about 25 minutes')
    .option('--scenario <list>', 'only these, for example S1,S2', readList)
    .option('--peers <list>', 'beside these: helm, floor, helmfile, flux, all or none', readList, ['all'])
    .option('--runs <number>', 'how often each is done (default: 3, with --quick 1)', readCount)
    .option('--seed <number>', 'of the simulated times', Number, 1)
    .option('--idle-minutes <number>', 'how long S10 does nothing (default: 10, with --quick 1)', readCount)
    .option('--environments <number>', 'how many are at rest', readCount, 200)
    .option('--json <file>', 'also write all samples here')
    .option('--svg <file>', 'also draw the plot here')
    .option('--log <file>', 'keep the log of berth in this file')
    .action(async (options: OrchestrationOptions) => {
      const { json, svg } = options;
      const save = (result: BenchResult) => {
        if (json !== undefined) writeFileSync(json, `${JSON.stringify(result, undefined, 2)}\n`);
        if (svg !== undefined) writeFileSync(svg, renderPlot(result));
      };
      const result = await runOrchestration({ ...options, progress: createProgress(), signal, onResult: save });
      save(result);
      process.stdout.write(renderReport(result));
      if (result.failures.length > 0) process.exitCode = 1;
    });
}

function readList(text: string): readonly string[] {
  return text.split(',').flatMap((word) => word.trim() || []);
}
