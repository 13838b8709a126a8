import type { Progress } from '../../sandbox/cluster/progress.ts';
import { UserError } from '../../sandbox/user-error.ts';
import type { Contender, Place } from '../contenders/contender.ts';
import type { Sample } from '../figures/sample.ts';
import { countOrderViolations } from '../guard/count-order-violations.ts';
import type { Guard } from '../guard/start-guard.ts';
import type { Comparison, ComparisonStep } from './comparison.ts';

interface CompareOptions {
  readonly guard: Guard;
  readonly contenders: readonly Contender[];
  readonly comparisons: readonly Comparison[];
  readonly runs: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly record: (sample: Sample) => void;
}

/** Has each contender by itself do all comparisons: nothing of another runs meanwhile. */
export async function compare({ contenders, comparisons, ...around }: CompareOptions): Promise<void> {
  for (const contender of contenders) {
    around.progress(`${contender.title}: starting`);
    try {
      await leaveOutWhatIsMissing(contender, around, async () => {
        await contender.start();
        for (const comparison of comparisons) {
          await leaveOutWhatIsMissing(contender, around, () => compareOne(contender, comparison, around));
        }
      });
    } finally {
      await contender.stop();
    }
  }
}

type Surroundings = Omit<CompareOptions, 'contenders' | 'comparisons'>;

/** What one contender cannot do on this machine keeps none of the others from being measured. */
async function leaveOutWhatIsMissing(
  { title }: Contender,
  { progress, signal }: Surroundings,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (signal.aborted || !(error instanceof UserError)) throw error;
    progress(`${title}: left out: ${error.message}`);
  }
}

async function compareOne(contender: Contender, comparison: Comparison, around: Surroundings): Promise<void> {
  const runs = contender.isSlow ? 1 : around.runs;
  for (let run = 1; run <= runs; run += 1) {
    const place = await contender.openPlace();
    const tell = (work: string, { readyS, fromMarkS, goneS }: Sample['values']) => {
      const which = runs === 1 ? '' : `, run ${run} of ${runs}`;
      around.progress(`${contender.title}: ${work}${which}: ${(readyS ?? goneS ?? fromMarkS ?? 0).toFixed(2)} s`);
    };
    await takeSteps({ contender, comparison, place, tell }, around);
  }
}

interface Run {
  readonly contender: Contender;
  readonly comparison: Comparison;
  readonly place: Place;
  readonly tell: (work: string, values: Sample['values']) => void;
}

async function takeSteps({ contender, comparison, place, tell }: Run, around: Surroundings): Promise<void> {
  const { steps, isRemoval } = comparison;
  const record = ({ scenario, work, graph }: ComparisonStep, values: Sample['values']) => {
    tell(work, values);
    around.record({ scenario, work, releases: graph.releases.length, tool: contender.name, values });
  };
  try {
    for (const step of steps) {
      around.signal.throwIfAborted();
      const values = await place.deploy(step.graph);
      if (!isRemoval) record(step, values);
    }
  } catch (error) {
    await place.remove().catch(() => undefined); // what matters is what went wrong before
    throw error;
  }
  const removed = await place.remove();
  const last = steps.at(-1);
  if (isRemoval && last !== undefined) {
    record(last, { ...removed, orderViolations: countOrderViolations(last.graph, around.guard.list(place.namespace)) });
  }
}
