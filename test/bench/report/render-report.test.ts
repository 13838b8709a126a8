import { expect, test } from 'vitest';
import { renderReport } from '../../../bench/report/render-report.ts';
import { aResult, aSample } from '../figures/a-result.ts';

test('tools stand beside each other in order of their time, with their ratio to the critical path and to berth', () => {
  const report = renderReport(
    aResult([
      aSample({
        values: { readyS: 4, fromMarkS: 6, criticalPathS: 4, helmsPerRelease: 1, cpuS: 1.5, controlPlaneCpuS: 1 },
      }),
      aSample({
        values: { readyS: 5, fromMarkS: 7, criticalPathS: 4, helmsPerRelease: 1, cpuS: 2.5, controlPlaneCpuS: 2 },
      }),
      aSample({ tool: 'helm', values: { readyS: 9, requestsPerRelease: 30.25, peakMemoryMb: 55.4 } }),
    ]),
  );

  const rows = report.split('\n').map((row) => row.replaceAll(/ +/g, ' '));
  expect(rows.slice(2, 5)).toEqual([
    '| S1: chain of 5 | berth | 4.50 s | 4.00 s to 5.00 s | × 1.13 | | | 1 | 2.00 s | 1.50 s | |',
    '| | berth, from the label | 6.50 s | 6.00 s to 7.00 s | × 1.63 | | | | | | |',
    '| | Helm <in order> | 9.00 s | | × 2.25 | × 2.00 | 30.3 | | | | 55 MB |',
  ]);
});

test('where nothing had to start, what a person waits for is the time, and costs stand with it', () => {
  const values = { fromMarkS: 0.2, helms: 0, helmsPerRelease: 0 };

  const report = renderReport(aResult([aSample({ scenario: 'S4', work: 'again', values })]));

  expect(report.replaceAll(/ +/g, ' ')).toContain('| S4: again | berth, from the label | 0.20 s | | | | | 0 | | | |');
});

test('what each tool takes from one release to the next has a table of its own, the shortest first', () => {
  const report = renderReport(
    aResult([aSample({ values: { handoverMs: 150 } }), aSample({ tool: 'helm', values: { handoverMs: 140 } })]),
  ).replaceAll(/ +/g, ' ');

  expect(report).toContain('| S1: chain of 5 | Helm <in order> | 140 ms | |\n| S1: chain of 5 | berth | 150 ms | |\n');
});

test('what is removed and what only berth does have tables of their own', () => {
  const report = renderReport(
    aResult([
      aSample({ scenario: 'S9', work: 'removed', tool: 'helm', values: { goneS: 3, orderViolations: 2 } }),
      aSample({ scenario: 'S7', work: 'killed', values: { stuckReleases: 0, resumeS: 1.5 } }),
      aSample({ scenario: 'S7', work: 'killed', values: { stuckReleases: 0, resumeS: 2.5 } }),
    ]),
  ).replaceAll(/ +/g, ' ');

  expect(report).toContain('| S9: removed | Helm <in order> | 3.00 s | | 2 |');
  expect(report).toContain('| S7: killed | from the restart to live | 2.00 s | 1.50 s to 2.50 s |');
});

test('it says what each tool was set to, and on what all was measured', () => {
  const report = renderReport(aResult([]));

  expect(report).toContain('Medians, taken on 2026-01-02 on 2 cores with 24 GiB, all of it on one machine; seed 1.');
  expect(report).toContain('- Helm <in order>: with --wait.');
});

test('what did not end is named', () => {
  const report = renderReport({ ...aResult([]), failures: ['Flux: chain of 5: no pods'] });

  expect(report).toContain('Not measured:\n\n- Flux: chain of 5: no pods\n');
});
