import type { BenchResult } from '../figures/result.ts';
import { summarize, type Summary } from '../figures/summarize.ts';
import { formatValue } from '../figures/format-value.ts';
import { isCompared } from './compared-scenarios.ts';
import { listLines, type Line } from './list-lines.ts';

/** Sizes in pixels. */
const size = { width: 860, label: 230, value: 80, bar: 16, row: 24, title: 34, margin: 20 } as const;

/** Renders a bar for each tool in each piece of work, as an SVG that follows the reader's light or dark colours. */
export function renderPlot({ samples, tools }: BenchResult): string {
  const works = [...Map.groupBy(summarize(samples).filter(isDeploy), ({ work }) => work)];
  let y: number = size.margin;
  const panels = works.map(([work, summaries]) => {
    const lines = listLines(summaries, tools);
    const panel = renderPanel(work, lines, y);
    y += size.title + lines.length * size.row + size.margin;
    return panel;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${y}" width="${size.width}" height="${y}" role="img">
<title>Seconds until all releases of a graph are ready, by tool</title>
<style>
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .work { font-weight: 600; font-size: 15px }
  .berth { font-weight: 600 }
  rect { fill: #afb8c1 }
  rect.berth { fill: #0969da }
  rect.mark { fill: #54aeff }
  rect.floor { fill: #d0d7de }
  .sheet { fill: #ffffff }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    rect { fill: #6e7681 }
    rect.berth { fill: #2f81f7 }
    rect.mark { fill: #1f5fb0 }
    rect.floor { fill: #484f58 }
    .sheet { fill: #0d1117 }
  }
</style>
<rect class="sheet" width="${size.width}" height="${y}"/>
${panels.join('\n')}
</svg>
`;
}

/** A plot of what changes nothing would show nothing. */
function isDeploy(summary: Summary): boolean {
  return isCompared(summary) && !['S4', 'S5'].includes(summary.scenario);
}

function renderPanel(work: string, lines: readonly Line[], top: number): string {
  const longest = Math.max(...lines.map(({ seconds }) => seconds));
  const title = `<text class="work" x="${size.margin}" y="${top + 16}">${escape(work)}</text>`;
  const rows = lines.map((line, index) => renderRow(line, longest, top + size.title + index * size.row));
  return [title, ...rows].join('\n');
}

function renderRow({ summary, title, metric, seconds }: Line, longest: number, y: number): string {
  const room = size.width - size.label - size.value - 2 * size.margin;
  const width = Math.max(1, Math.round((seconds / longest) * room));
  const x = size.margin + size.label;
  const kind = summary.tool === 'berth' ? (metric === 'readyS' ? 'berth' : 'mark') : summary.tool;
  const baseline = y + size.bar - 4;
  return [
    `<text class="${kind}" x="${x - 8}" y="${baseline}" text-anchor="end">${escape(title)}</text>`,
    `<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${size.bar}" rx="2"/>`,
    `<text class="${kind}" x="${x + width + 6}" y="${baseline}">${formatValue(seconds, 's')}</text>`,
  ].join('\n');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
