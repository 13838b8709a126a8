import { expect, test } from 'vitest';
import { renderSummary } from '../../../bench/report/render-summary.ts';
import { aResult, aSample } from '../figures/a-result.ts';

test('the tools stand side by side, and what a tool did not do stays empty', () => {
  const summary = renderSummary(
    aResult([
      aSample({ values: { readyS: 4, fromMarkS: 5 } }),
      aSample({ tool: 'helm', values: { readyS: 8 } }),
      aSample({ scenario: 'S4', work: 'again', values: { fromMarkS: 0.2 } }),
    ]),
  ).replaceAll(/ +/g, ' ');

  expect(summary).toContain('| until all is ready | berth, from the label | berth | Helm <in order> |');
  expect(summary).toContain('| chain of 5 | 5.00 s | 4.00 s | 8.00 s |');
  expect(summary).toContain('| again | 0.20 s | | |');
});

test('what only berth does is no column of it', () => {
  const summary = renderSummary(aResult([aSample({ scenario: 'S7', work: 'killed', values: { resumeS: 1 } })]));

  expect(summary).not.toContain('killed');
});
