import { summarize, type Summary } from '../figures/summarize.ts';
import { formatValue } from '../figures/format-value.ts';
import { metrics, type Metric, type Sample } from '../figures/sample.ts';

/** Something that the project promised itself, and what was seen of it. */
export interface Verdict {
  readonly what: string;
  readonly wanted: string;
  readonly seen: string;
  readonly isMet: boolean;
}

/** Judges every goal for which something was measured; the others are left out. */
export function judgeGoals(samples: readonly Sample[]): readonly Verdict[] {
  const summaries = summarize(samples);
  const verdicts = [...judgeGraphs(summaries), ...judgeRatios(summaries), ...judgeBounds(summaries)];
  return verdicts.filter(({ seen }) => seen !== '');
}

const graphScenarios = ['smoke', 'S1', 'S2'];

/** The worst of all chains and layered graphs counts. */
function judgeGraphs(summaries: readonly Summary[]): readonly Verdict[] {
  const graphs = summaries.filter(({ tool, scenario }) => tool === 'berth' && graphScenarios.includes(scenario));
  const worst = (read: (summary: Summary) => number) => Math.max(...graphs.map(read).filter(Number.isFinite));
  return [
    judge(
      'makespan ÷ critical path, chains and layers',
      worst((graph) => graph.median('readyS') / graph.median('criticalPathS')),
      1.05,
      (ratio) => ratio.toFixed(3),
    ),
    judge(
      'lost a step, chains and layers',
      worst((graph) => graph.median('stepLossS')),
      0.15,
      (value) => formatValue(value, 's'),
    ),
    judge(
      'schedule gap, 99th percentile',
      worst((graph) => graph.median('gapP99Ms')),
      100,
      (value) => formatValue(value, 'ms'),
    ),
  ];
}

/** How berth has to stand beside a peer: this many times as fast, or as slow at most. */
const ratios = [
  { work: 'chain of 5', peer: 'helm', title: 'Helm in order', atLeast: 1 },
  { work: 'chain of 5', peer: 'flux-tuned', title: 'Flux tuned', atLeast: 8 },
  { work: 'layers 4 × 5', peer: 'helmfile-sync', title: 'helmfile', atLeast: 1.8 },
  { work: 'layers 4 × 5', peer: 'flux-tuned', title: 'Flux tuned', atLeast: 3 },
  { work: '100 independent', peer: 'flux-tuned', title: 'Flux tuned', atLeast: 1 },
  { work: '500 independent', peer: 'flux-tuned', title: 'Flux tuned', atLeast: 1 },
  { work: '1000 independent', peer: 'flux-tuned', title: 'Flux tuned', atLeast: 1 },
] as const;

interface Quotient {
  readonly work: string;
  readonly peer: string;
  readonly title: string;
  readonly sumOf: readonly Metric[];
  readonly atMost: number;
}

const quotients: readonly Quotient[] = [
  { work: 'layers 4 × 5', peer: 'floor', title: 'time ÷ that of the floor', sumOf: ['readyS'], atMost: 1.25 },
  ...['100 independent', '500 independent', '1000 independent'].flatMap(listCosts),
];

/** What it computes itself, and with what it has the cluster compute. */
function listCosts(work: string): readonly Quotient[] {
  const common = { work, peer: 'flux-tuned', atMost: 1 } as const;
  return [
    { ...common, title: 'CPU time ÷ that of Flux tuned', sumOf: ['cpuS'] },
    { ...common, title: 'CPU time and control plane ÷ Flux tuned', sumOf: ['cpuS', 'controlPlaneCpuS'] },
  ];
}

function judgeRatios(summaries: readonly Summary[]): readonly Verdict[] {
  const median = (work: string, tool: string, metric: Metric) =>
    summaries.find((summary) => summary.work === work && summary.tool === tool)?.median(metric) ?? Number.NaN;
  const faster = ratios.map(({ work, peer, title, atLeast }) => {
    const ratio = median(work, peer, 'readyS') / median(work, 'berth', 'readyS');
    const what = `${work}: times as fast as ${title}`;
    return { what, wanted: `at least ${atLeast}`, seen: write(ratio, writeRatio), isMet: ratio >= atLeast };
  });
  const bounded = quotients.map(({ work, peer, title, sumOf, atMost }) => {
    const sum = (tool: string) => sumOf.reduce((total, metric) => total + median(work, tool, metric), 0);
    return judge(`${work}: ${title}`, sum('berth') / sum(peer), atMost, writeRatio);
  });
  const memory = (releases: number) => median(`${releases} independent`, 'berth', 'peakMemoryMb') / releases;
  const flat = judge('memory a release, of 1000 ÷ of 100', memory(1_000) / memory(100), 1, writeRatio);
  return [...faster, ...bounded, flat];
}

function writeRatio(ratio: number): string {
  return ratio.toFixed(2);
}

interface Bound {
  readonly scenario: string;
  readonly metric: Metric;
  readonly most: number;
}

const bounds: readonly Bound[] = [
  { scenario: 'S4', metric: 'fromMarkS', most: 0.3 },
  { scenario: 'S4', metric: 'helms', most: 0 },
  { scenario: 'S5', metric: 'helms', most: 1 },
  { scenario: 'S6', metric: 'deploysBegun', most: 3 },
  { scenario: 'S6', metric: 'deploymentsLeft', most: 0 },
  { scenario: 'S7', metric: 'stuckReleases', most: 0 },
  { scenario: 'S7', metric: 'overlaps', most: 0 },
  { scenario: 'S9', metric: 'orderViolations', most: 0 },
  { scenario: 'S9', metric: 'leftovers', most: 0 },
  { scenario: 'S10', metric: 'latencyS', most: 1 },
  { scenario: 'rest', metric: 'restingMemoryMb', most: 300 },
  { scenario: 'rest', metric: 'restingRequestsPerS', most: 1 },
];

function judgeBounds(summaries: readonly Summary[]): readonly Verdict[] {
  return bounds.flatMap(({ scenario, metric, most }) =>
    summaries
      .filter((summary) => summary.scenario === scenario && summary.tool === 'berth')
      .map((summary) => {
        const { title, unit } = metrics[metric];
        return judge(`${summary.work}: ${title}`, summary.median(metric), most, (value) => formatValue(value, unit));
      }),
  );
}

function judge(what: string, value: number, most: number, format: (value: number) => string): Verdict {
  return { what, wanted: `at most ${format(most)}`, seen: write(value, format), isMet: value <= most };
}

function write(value: number, format: (value: number) => string): string {
  return Number.isFinite(value) ? format(value) : '';
}
