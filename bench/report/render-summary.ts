import { formatValue } from '../figures/format-value.ts';
import type { BenchResult } from '../figures/result.ts';
import { summarize, type Summary } from '../figures/summarize.ts';
import { isCompared } from './compared-scenarios.ts';
import { renderOccasion } from './render-settings.ts';
import { renderTable } from './render-table.ts';
import { renderVerdicts } from './render-verdicts.ts';

/** Renders the times of all tools side by side, and what was wanted of berth. */
export function renderSummary(result: BenchResult): string {
  const { samples, tools } = result;
  const summaries = summarize(samples).filter(isCompared);
  const peers = Object.keys(tools).filter((tool) => tool !== 'berth');
  const columns = ['berth', ...peers];
  const works = Map.groupBy(summaries, ({ work }) => work);
  const rows = [...works].map(([work, group]) => {
    const find = (tool: string) => group.find((summary) => summary.tool === tool);
    return [work, write(find('berth'), 'fromMarkS'), ...columns.map((tool) => write(find(tool), 'readyS'))];
  });
  const titles = columns.map((tool) => tools[tool]?.title ?? tool);
  const head = ['until all is ready', 'berth, from the label', ...titles];
  return [renderTable(head, rows), `${renderOccasion(result)}\n`, renderVerdicts(samples)].join('\n');
}

function write(summary: Summary | undefined, metric: 'readyS' | 'fromMarkS'): string {
  const seconds = summary?.median(metric) ?? Number.NaN;
  return Number.isFinite(seconds) ? formatValue(seconds, 's') : '';
}
