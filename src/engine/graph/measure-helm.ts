import { isEngineError } from '../engine-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Helm } from '../ports/helm.ts';
import type { HelmAction, HelmOutcome, Telemetry } from '../ports/telemetry.ts';

interface MeasureOptions {
  readonly telemetry: Telemetry;
  readonly clock: Clock;
}

/** Tells how long each run of Helm took, from when it could write. One that never could is not told of. */
export function measureHelm(helm: Helm, { telemetry, clock }: MeasureOptions): Helm {
  const measure = async (action: HelmAction, run: (begin: () => void) => Promise<void>): Promise<void> => {
    let startedAtMs: number | undefined;
    const tell = (outcome: HelmOutcome) => {
      if (startedAtMs === undefined) return;
      telemetry.observeHelm({ action, outcome, durationMs: clock.nowMs() - startedAtMs });
    };
    try {
      await run(() => (startedAtMs = clock.nowMs()));
    } catch (error) {
      tell(isEngineError(error) && error.reason === 'Superseded' ? 'superseded' : 'failed');
      throw error;
    }
    tell('succeeded');
  };
  return {
    upgrade: (run, signal, cue) =>
      measure('upgrade', async (begin) => {
        if (cue === undefined) begin();
        await helm.upgrade(run, signal, cue && { ...cue, given: cue.given.then(begin) });
      }),
    uninstall: (run, signal) =>
      measure('uninstall', async (begin) => {
        begin();
        await helm.uninstall(run, signal);
      }),
  };
}
