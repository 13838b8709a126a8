import { determineMedian } from '../figures/quantiles.ts';
import type { Figure } from './figure.ts';

/** Renders figures as a Markdown table: the median, the spread, what is wanted, and a plain word where it is not met. */
export function renderFigures(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, unit, values, wanted }) => {
    const median = determineMedian(values);
    const spread = `${format(Math.min(...values), unit)} to ${format(Math.max(...values), unit)}`;
    const goal = wanted === undefined ? '' : `at most ${format(wanted, unit)}${median > wanted ? ' (missed)' : ''}`;
    return [what, format(median, unit), spread, goal];
  });
  const lines = [['what', 'median', 'spread', 'wanted'], ['---', '---', '---', '---'], ...rows];
  return `${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}

function format(value: number, unit: Figure['unit']): string {
  return unit === 's' ? `${value.toFixed(2)} s` : `${Math.round(value)} MB`;
}
