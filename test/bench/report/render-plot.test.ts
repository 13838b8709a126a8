import { expect, test } from 'vitest';
import { renderPlot } from '../../../bench/report/render-plot.ts';
import { aResult, aSample } from '../figures/a-result.ts';

const plot = renderPlot(
  aResult([
    aSample({ values: { readyS: 4, fromMarkS: 5 } }),
    aSample({ tool: 'helm', values: { readyS: 8 } }),
    aSample({ scenario: 'S4', work: 'again', values: { fromMarkS: 0.2 } }),
  ]),
);

test('each tool has a bar as long as its time', () => {
  const bars = [...plot.matchAll(/<rect class="(?!sheet)(\w+)".* width="(\d+)"/g)].map(([, tool, width]) => [
    tool,
    width,
  ]);

  const [berth, mark, helm] = bars.map(([, width]) => Number(width));
  expect(bars.map(([tool]) => tool)).toEqual(['berth', 'mark', 'helm']);
  expect([(berth ?? 0) / (helm ?? 1), (mark ?? 0) / (helm ?? 1)]).toEqual([
    expect.closeTo(0.5, 2),
    expect.closeTo(0.625, 2),
  ]);
  expect(plot).toContain('>8.00 s</text>');
});

test('what is written in it cannot be read as markup', () => {
  expect(plot).toContain('Helm &lt;in order&gt;');
  expect(plot).not.toContain('<in');
});

test('what changes nothing is not drawn', () => {
  expect(plot).not.toContain('again');
});
