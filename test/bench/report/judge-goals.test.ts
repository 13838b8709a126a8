import { expect, test } from 'vitest';
import { judgeGoals } from '../../../bench/report/judge-goals.ts';
import { aSample } from '../figures/a-result.ts';

const judge = (...samples: Parameters<typeof aSample>[0][]) => judgeGoals(samples.map(aSample));

test('nothing is said of what was not measured', () => {
  expect(judge()).toEqual([]);
});

test('of chains and layers the worst counts', () => {
  const verdicts = judge(
    { values: { readyS: 4, criticalPathS: 4, stepLossS: 0, gapP99Ms: 3 } },
    { scenario: 'S2', work: 'layers', values: { readyS: 11, criticalPathS: 10, stepLossS: 0.25, gapP99Ms: 99 } },
  );

  expect(verdicts).toEqual([
    { what: 'makespan ÷ critical path, chains and layers', wanted: 'at most 1.050', seen: '1.100', isMet: false },
    { what: 'lost a step, chains and layers', wanted: 'at most 0.15 s', seen: '0.25 s', isMet: false },
    { what: 'schedule gap, 99th percentile', wanted: 'at most 100 ms', seen: '99 ms', isMet: true },
  ]);
});

test('a peer has to be slower by as much as was promised', () => {
  const verdicts = judge(
    { values: { readyS: 5 } },
    { tool: 'helm', values: { readyS: 4.5 } },
    { tool: 'flux-tuned', values: { readyS: 45 } },
  );

  expect(verdicts).toEqual([
    { what: 'chain of 5: times as fast as Helm in order', wanted: 'at least 1', seen: '0.90', isMet: false },
    { what: 'chain of 5: times as fast as Flux tuned', wanted: 'at least 8', seen: '9.00', isMet: true },
  ]);
});

test('the floor is what berth may be a quarter slower than', () => {
  const work = { scenario: 'S2', work: 'layers 4 × 5' };

  const [verdict] = judge({ ...work, values: { readyS: 12 } }, { ...work, tool: 'floor', values: { readyS: 10 } });

  expect(verdict).toEqual({
    what: 'layers 4 × 5: time ÷ that of the floor',
    wanted: 'at most 1.25',
    seen: '1.20',
    isMet: true,
  });
});

test('what a peer needs less of is said as plainly', () => {
  const work = { scenario: 'S8', work: '100 independent' };

  const verdicts = judge(
    { ...work, values: { readyS: 10, cpuS: 12, controlPlaneCpuS: 2 } },
    { ...work, tool: 'flux-tuned', values: { readyS: 20, cpuS: 3, controlPlaneCpuS: 17 } },
  );

  expect(verdicts.map(({ seen, isMet }) => [seen, isMet])).toEqual([
    ['2.00', true],
    ['4.00', false],
    ['0.70', true],
  ]);
});

test.each([
  ['S4', { helms: 0 }, true],
  ['S4', { fromMarkS: 0.4 }, false],
  ['S5', { helms: 2 }, false],
  ['S6', { deploysBegun: 3 }, true],
  ['S7', { stuckReleases: 1 }, false],
  ['S9', { orderViolations: 0 }, true],
  ['rest', { restingMemoryMb: 301 }, false],
] as const)('in %s %j is met: %s', (scenario, values, isMet) => {
  expect(judge({ scenario, values }).map((verdict) => verdict.isMet)).toEqual([isMet]);
});

test('how a peer removes is no promise of ours', () => {
  expect(judge({ scenario: 'S9', tool: 'helm', values: { orderViolations: 5 } })).toEqual([]);
});
