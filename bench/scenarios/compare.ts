import type { Progress } from '../../sandbox/cluster/progress.ts';
import type { Contender, Place } from '../contenders/contender.ts';
import type { Sample } from '../figures/sample.ts';
import { buildGraph } from '../graphs/build-graph.ts';
import { shapeIndependent } from '../graphs/shapes.ts';
import { countOrderViolations } from '../guard/count-order-violations.ts';
import type { Guard } from '../guard/start-guard.ts';
import type { Attempt } from './create-attempt.ts';
import type { Comparison, ComparisonStep } from './comparison.ts';

interface CompareOptions {
  readonly guard: Guard;
  readonly contenders: readonly Contender[];
  readonly comparisons: readonly Comparison[];
  readonly runs: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly record: (sample: Sample) => void;
  readonly attempt: Attempt;
}

/**
 * Has all contenders do all comparisons, of which nothing of another runs meanwhile. They take turns, run by run: a minute in
 * which the machine is slow meets all of them. Those with something at work at rest have the machine to themselves.
 */
export async function compare({ contenders, comparisons, ...around }: CompareOptions): Promise<void> {
  const inTurns = contenders.filter(({ isAtWorkAtRest }) => !isAtWorkAtRest);
  const alone = contenders.filter(({ isAtWorkAtRest }) => isAtWorkAtRest);
  for (const group of [inTurns, ...alone.map((contender) => [contender])]) {
    await compareGroup(group, comparisons, around);
  }
}

async function compareGroup(
  group: readonly Contender[],
  comparisons: readonly Comparison[],
  around: Surroundings,
): Promise<void> {
  const ready: Contender[] = [];
  try {
    for (const contender of group) if (await begin(contender, around)) ready.push(contender);
    for (const comparison of comparisons) await takeTurns(ready, comparison, around);
  } finally {
    for (const contender of ready) await stop(contender, around);
  }
}

/** What could not begin is stopped at once: the others are not to be slower for it. */
async function begin(contender: Contender, around: Surroundings): Promise<boolean> {
  around.progress(`${contender.title}: starting`);
  let hasBegun = false;
  try {
    hasBegun = await around.attempt(contender.title, async () => {
      await contender.start();
      await warmUp(contender, around);
    });
  } finally {
    if (!hasBegun) await stop(contender, around);
  }
  return hasBegun;
}

/** Whatever goes wrong, the others are to be stopped too. */
async function stop(contender: Contender, { attempt }: Surroundings): Promise<void> {
  await attempt(`${contender.title}: stopping`, () => contender.stop()).catch(() => undefined);
}

/** Whoever serves a team has done this before: what is compiled or fetched once is nobody's time. */
async function warmUp(contender: Contender, around: Surroundings): Promise<void> {
  const graph = buildGraph('warm-up', shapeIndependent(2), { kind: 'none' });
  const comparison = {
    form: 'whole',
    isRemoval: false,
    steps: [{ scenario: 'smoke', work: 'warm-up', graph }],
  } as const;
  const place = await contender.openPlace();
  const unseen = () => undefined;
  await takeSteps({ contender, comparison, place, tell: unseen }, { ...around, record: unseen });
}

type Surroundings = Omit<CompareOptions, 'contenders' | 'comparisons'>;

/** Whoever failed once is out of this comparison. Each run begins with another: nobody always comes after the same one. */
async function takeTurns(
  contenders: readonly Contender[],
  comparison: Comparison,
  around: Surroundings,
): Promise<void> {
  const broken = new Set<Contender>();
  for (let run = 1; run <= around.runs; run += 1) {
    const willing = contenders.filter((contender) => !broken.has(contender) && run <= countRuns(contender, around));
    for (const contender of rotate(willing, run - 1)) {
      if (!(await takeTurn(contender, comparison, { ...around, run }))) broken.add(contender);
    }
  }
}

function countRuns({ isSlow }: Contender, { runs }: Surroundings): number {
  return isSlow ? 1 : runs;
}

function rotate<T>(all: readonly T[], steps: number): readonly T[] {
  const first = all.length === 0 ? 0 : steps % all.length;
  return [...all.slice(first), ...all.slice(0, first)];
}

function takeTurn(
  contender: Contender,
  comparison: Comparison,
  around: Surroundings & { readonly run: number },
): Promise<boolean> {
  const runs = countRuns(contender, around);
  const works = comparison.steps.map(({ work }) => work).join(', ');
  return around.attempt(`${contender.title}: ${works}`, async () => {
    const place = await contender.openPlace();
    const tell = (work: string, { readyS, fromMarkS, goneS }: Sample['values']) => {
      const which = runs === 1 ? '' : `, run ${around.run} of ${runs}`;
      around.progress(`${contender.title}: ${work}${which}: ${(readyS ?? goneS ?? fromMarkS ?? 0).toFixed(2)} s`);
    };
    await takeSteps({ contender, comparison, place, tell }, around);
  });
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
      const values = await place.deploy(step.graph, limitTime(around.signal));
      if (!isRemoval) record(step, values);
    }
  } catch (error) {
    await place.remove(limitTime(around.signal)).catch(() => undefined); // what matters is what went wrong before
    throw error;
  }
  const removed = await place.remove(limitTime(around.signal));
  const last = steps.at(-1);
  if (isRemoval && last !== undefined) {
    record(last, { ...removed, orderViolations: countOrderViolations(last.graph, around.guard.list(place.namespace)) });
  }
}

/** What does not end is said to have failed, and the rest goes on. */
function limitTime(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(mostMs)]);
}

const mostMs = 20 * 60_000;
