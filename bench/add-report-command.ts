import { readFile, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { mergeResults } from './figures/merge-results.ts';
import { BenchResult } from './figures/result.ts';
import { renderPlot } from './report/render-plot.ts';
import { renderReport } from './report/render-report.ts';

interface ReportOptions {
  readonly json?: string;
  readonly svg?: string;
}

/** `bench report`: the tables and the plot of what was measured before, also in several goes. */
export function addReportCommand(bench: Command): void {
  bench
    .command('report')
    .description('the tables and the plot of what was measured before')
    .argument('<files...>', 'what --json wrote; of several, all samples count')
    .option('--json <file>', 'also write all samples here')
    .option('--svg <file>', 'also draw the plot here')
    .action(async (files: readonly string[], { json, svg }: ReportOptions) => {
      const result = mergeResults(await Promise.all(files.map(readResult)));
      if (json !== undefined) await writeFile(json, `${JSON.stringify(result, undefined, 2)}\n`);
      if (svg !== undefined) await writeFile(svg, renderPlot(result));
      process.stdout.write(renderReport(result));
    });
}

async function readResult(file: string): Promise<BenchResult> {
  return BenchResult.parse(JSON.parse(await readFile(file, 'utf8')));
}
