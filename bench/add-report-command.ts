import { readFile, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { BenchResult } from './figures/result.ts';
import { renderPlot } from './report/render-plot.ts';
import { renderReport } from './report/render-report.ts';

/** `bench report`: the tables and the plot of what was measured before. */
export function addReportCommand(bench: Command): void {
  bench
    .command('report')
    .description('the tables and the plot of what was measured before')
    .argument('<file>', 'what --json wrote')
    .option('--svg <file>', 'also write the plot here')
    .action(async (file: string, { svg }: { readonly svg?: string }) => {
      const result = BenchResult.parse(JSON.parse(await readFile(file, 'utf8')));
      if (svg !== undefined) await writeFile(svg, renderPlot(result));
      process.stdout.write(renderReport(result));
    });
}
