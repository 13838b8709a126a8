import { formatValue } from '../figures/format-value.ts';
import { metrics, type Metric } from '../figures/sample.ts';
import { summarize, type Summary } from '../figures/summarize.ts';
import type { BenchResult } from '../figures/result.ts';
import { judgeGoals } from './judge-goals.ts';
import { renderTable } from './render-table.ts';

/** Renders all that was measured as Markdown: what each tool took, what only berth does, and what was wanted of it. */
export function renderReport({ samples, tools }: BenchResult): string {
  const summaries = summarize(samples);
  const verdicts = judgeGoals(samples).map(({ what, wanted, seen, isMet }) => [
    ...[what, wanted, seen],
    isMet ? 'met' : '**missed**',
  ]);
  const parts = [
    renderComparisons(summaries.filter(isCompared), tools),
    renderRemovals(
      summaries.filter(({ scenario }) => scenario === removal),
      tools,
    ),
    renderOwn(summaries.filter((summary) => !isCompared(summary) && summary.scenario !== removal)),
    verdicts.length === 0 ? '' : renderTable(['wanted of berth', '', 'seen', ''], verdicts),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

const comparedScenarios = ['smoke', 'S1', 'S2', 'S3', 'S4', 'S5', 'S8'];

const removal = 'S9';

function isCompared({ scenario }: Summary): boolean {
  return comparedScenarios.includes(scenario);
}

function renderComparisons(summaries: readonly Summary[], tools: BenchResult['tools']): string {
  if (summaries.length === 0) return '';
  const columns = ['ready after', 'spread', '÷ critical path', '÷ berth', 'requests', 'helms', 'CPU', 'memory'];
  const works = Map.groupBy(summaries, ({ work }) => work);
  const rows = [...works.values()].flatMap((group) => {
    const lines = group.flatMap((summary) => listLines(summary, tools[summary.tool]?.title ?? summary.tool));
    const berth = group.find(({ tool }) => tool === 'berth');
    return lines
      .toSorted((a, b) => a.summary.median(a.metric) - b.summary.median(b.metric))
      .map((line, index) => renderLine(line, berth, index === 0));
  });
  return renderTable(['work', 'tool', ...columns], rows);
}

/** One row of the table: berth has one for its graph alone, and one for all that a person waits for. */
interface Line {
  readonly summary: Summary;
  readonly title: string;
  readonly metric: 'readyS' | 'fromMarkS';
}

function listLines(summary: Summary, title: string): readonly Line[] {
  const lines: readonly Line[] = [
    { summary, title, metric: 'readyS' },
    { summary, title: `${title}, from the label or push on`, metric: 'fromMarkS' },
  ];
  return lines.filter(({ metric }) => summary.list(metric).length > 0);
}

function renderLine({ summary, title, metric }: Line, berth: Summary | undefined, isFirst: boolean): readonly string[] {
  const { work, scenario, tool } = summary;
  const ready = summary.median(metric);
  const path = berth?.median('criticalPathS') ?? Number.NaN;
  const [against = Number.NaN] = [berth?.median('readyS'), berth?.median('fromMarkS')].filter(Number.isFinite);
  const costs = ['requestsPerRelease', 'helmsPerRelease', 'cpuS', 'peakMemoryMb'] as const;
  return [
    isFirst ? `${scenario}: ${work}` : '',
    title,
    write(summary, metric),
    writeSpread(summary, metric),
    writeRatio(ready / path),
    tool === 'berth' ? '' : writeRatio(ready / against),
    ...costs.map((cost) => (metric === 'fromMarkS' && summary.list('readyS').length > 0 ? '' : write(summary, cost))),
  ];
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
