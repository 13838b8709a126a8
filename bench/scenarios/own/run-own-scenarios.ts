import { startBenchBerth } from '../../berth/start-bench-berth.ts';
import type { Sample } from '../../figures/sample.ts';
import type { Attempt } from '../create-attempt.ts';
import { idleThenEvent } from './idle-then-event.ts';
import { killMidApply } from './kill-mid-apply.ts';
import { manyAtRest } from './many-at-rest.ts';
import type { OwnContext, OwnScenario } from './own-scenario.ts';
import { pushStorm } from './push-storm.ts';

export const ownScenarios: readonly OwnScenario[] = [pushStorm, killMidApply, idleThenEvent, manyAtRest];

interface RunOptions extends Omit<OwnContext, 'berth'> {
  readonly scenarios: readonly OwnScenario[];
  readonly log?: string;
  readonly record: (sample: Sample) => void;
  readonly attempt: Attempt;
}

/** Runs what only berth is measured in, one after the other under one berth. */
export async function runOwnScenarios({ scenarios, log, record, attempt, ...context }: RunOptions): Promise<void> {
  if (scenarios.length === 0) return;
  const berth = await startBenchBerth(context.cluster, log);
  try {
    for (const own of scenarios) {
      const { scenario, releases } = own;
      const work = own.describe(context);
      context.signal.throwIfAborted();
      context.progress(`berth: ${work}`);
      await attempt(`berth: ${work}`, async () => {
        const runs = await own.run({ ...context, berth });
        for (const values of runs) record({ scenario, work, releases, tool: 'berth', values });
      });
    }
  } finally {
    await berth.stop();
  }
}
