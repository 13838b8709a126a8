import type { Progress } from '../../sandbox/cluster/progress.ts';
import type { Contender, Place } from '../contenders/contender.ts';
import type { Sample } from '../figures/sample.ts';
import type { Comparison } from './comparison.ts';

interface CompareOptions {
  readonly contenders: readonly Contender[];
  readonly comparisons: readonly Comparison[];
  readonly runs: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly record: (sample: Sample) => void;
}

/** Has each contender by itself do all comparisons: nothing of another runs meanwhile. */
export async function compare({ contenders, ...options }: CompareOptions): Promise<void> {
  for (const contender of contenders) {
    options.progress(`${contender.title}: starting`);
    try {
      await contender.start();
      for (const comparison of options.comparisons) await compareOne(contender, comparison, options);
    } finally {
      await contender.stop();
    }
  }
}

async function compareOne(
  contender: Contender,
  comparison: Comparison,
  options: Omit<CompareOptions, 'contenders'>,
): Promise<void> {
  const runs = contender.isSlow ? 1 : options.runs;
  for (let run = 1; run <= runs; run += 1) {
    const place = await contender.openPlace();
    try {
      await takeSteps({ contender, comparison, place, run, runs }, options);
    } finally {
      await place.remove();
    }
  }
}

interface Run {
  readonly contender: Contender;
  readonly comparison: Comparison;
  readonly place: Place;
  readonly run: number;
  readonly runs: number;
}

async function takeSteps(
  { contender, comparison, place, run, runs }: Run,
  { progress, signal, record }: Omit<CompareOptions, 'contenders'>,
): Promise<void> {
  for (const { scenario, work, graph } of comparison.steps) {
    signal.throwIfAborted();
    const values = await place.deploy(graph);
    const which = runs === 1 ? '' : `, run ${run} of ${runs}`;
    progress(`${contender.title}: ${work}${which}: ${(values.readyS ?? 0).toFixed(2)} s`);
    record({ scenario, work, releases: graph.releases.length, tool: contender.name, values });
  }
}
