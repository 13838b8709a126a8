import { formatValue } from '../figures/format-value.ts';
import { metrics, type Metric } from '../figures/sample.ts';
import { summarize, type Summary } from '../figures/summarize.ts';
import type { BenchResult } from '../figures/result.ts';
import { isCompared, isOwn, removalScenario } from './compared-scenarios.ts';
import { listLines, type Line } from './list-lines.ts';
import { renderSettings } from './render-settings.ts';
import { renderVerdicts } from './render-verdicts.ts';
import { renderTable } from './render-table.ts';

/** Renders all that was measured as Markdown: what each tool took, what only berth does, and what was wanted of it. */
export function renderReport(result: BenchResult): string {
  const { samples, tools } = result;
  const summaries = summarize(samples);
  const parts = [
    renderComparisons(summaries.filter(isCompared), tools),
    renderHandovers(summaries, tools),
    renderRemovals(
      summaries.filter(({ scenario }) => scenario === removalScenario),
      tools,
    ),
    renderOwn(summaries.filter(isOwn)),
    renderVerdicts(samples),
    renderFailures(result),
    renderSettings(result),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

/** What a tool takes besides time, in the order of its columns. */
const costs = {
  requestsPerRelease: 'requests',
  helmsPerRelease: 'helms',
  cpuS: 'CPU',
  controlPlaneCpuS: 'control plane',
  peakMemoryMb: 'memory',
} as const satisfies Partial<Readonly<Record<Metric, string>>>;

function renderComparisons(summaries: readonly Summary[], tools: BenchResult['tools']): string {
  if (summaries.length === 0) return '';
  const columns = ['ready after', 'spread', '÷ critical path', '÷ berth', ...Object.values(costs)];
  const works = Map.groupBy(summaries, ({ work }) => work);
  const rows = [...works.values()].flatMap((group) => {
    const berth = group.find(({ tool }) => tool === 'berth');
    return listLines(group, tools).map((line, index) => renderLine(line, berth, index === 0));
  });
  return renderTable(['work', 'tool', ...columns], rows);
}

function renderLine(
  { summary, title, metric, seconds }: Line,
  berth: Summary | undefined,
  isFirst: boolean,
): readonly string[] {
  const { work, scenario, tool } = summary;
  const path = berth?.median('criticalPathS') ?? Number.NaN;
  const [against = Number.NaN] = [berth?.median('readyS'), berth?.median('fromMarkS')].filter(Number.isFinite);
  return [
    isFirst ? `${scenario}: ${work}` : '',
    title,
    write(summary, metric),
    writeSpread(summary, metric),
    writeRatio(seconds / path),
    tool === 'berth' ? '' : writeRatio(seconds / against),
    ...(Object.keys(costs) as Metric[]).map((cost) =>
      metric === 'fromMarkS' && summary.list('readyS').length > 0 ? '' : write(summary, cost),
    ),
  ];
}

/** What is the tools' own of each step, apart from when the kubelet looks at pods. */
function renderHandovers(summaries: readonly Summary[], tools: BenchResult['tools']): string {
  const rows = summaries
    .filter((summary) => summary.list('handoverMs').length > 0)
    .toSorted((a, b) => a.work.localeCompare(b.work) || a.median('handoverMs') - b.median('handoverMs'))
    .map((summary) => [
      ...[`${summary.scenario}: ${summary.work}`, tools[summary.tool]?.title ?? summary.tool],
      ...[write(summary, 'handoverMs'), writeSpread(summary, 'handoverMs')],
    ]);
  return rows.length === 0 ? '' : renderTable(['work', 'tool', metrics.handoverMs.title, 'spread'], rows);
}

function renderRemovals(summaries: readonly Summary[], tools: BenchResult['tools']): string {
  const rows = summaries.map((summary) => [
    ...[`${summary.scenario}: ${summary.work}`, tools[summary.tool]?.title ?? summary.tool],
    ...[write(summary, 'goneS'), writeSpread(summary, 'goneS'), write(summary, 'orderViolations')],
  ]);
  return rows.length === 0 ? '' : renderTable(['work', 'tool', 'gone after', 'spread', 'out of order'], rows);
}

function renderOwn(summaries: readonly Summary[]): string {
  const rows = summaries.flatMap((summary) =>
    (Object.keys(metrics) as Metric[])
      .filter((metric) => summary.list(metric).length > 0)
      .map((metric) => [
        ...[`${summary.scenario}: ${summary.work}`, metrics[metric].title],
        ...[write(summary, metric), writeSpread(summary, metric)],
      ]),
  );
  return rows.length === 0 ? '' : renderTable(['berth alone', 'what', 'median', 'spread'], rows);
}

function write(summary: Summary, metric: Metric): string {
  const value = summary.median(metric);
  return Number.isFinite(value) ? formatValue(value, metrics[metric].unit) : '';
}

function writeSpread(summary: Summary, metric: Metric): string {
  const values = summary.list(metric);
  if (values.length < 2) return '';
  const format = (value: number) => formatValue(value, metrics[metric].unit);
  return `${format(Math.min(...values))} to ${format(Math.max(...values))}`;
}

function writeRatio(ratio: number): string {
  return Number.isFinite(ratio) ? `× ${ratio.toFixed(2)}` : '';
}

function renderFailures({ failures }: BenchResult): string {
  if (failures.length === 0) return '';
  return ['Not measured:', '', ...failures.map((failure) => `- ${failure}`), ''].join('\n');
}
