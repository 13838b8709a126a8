import { isEngineError } from '../engine-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Helm } from '../ports/helm.ts';
import type { HelmAction, HelmOutcome, Telemetry } from '../ports/telemetry.ts';

interface MeasureOptions {
  readonly telemetry: Telemetry;
  readonly clock: Clock;
}

/** Tells how long each run of Helm took. */
export function measureHelm(helm: Helm, { telemetry, clock }: MeasureOptions): Helm {
  const measure = async (action: HelmAction, run: () => Promise<void>): Promise<void> => {
    const startedAtMs = clock.nowMs();
    const tell = (outcome: HelmOutcome) =>
      telemetry.observeHelm({ action, outcome, durationMs: clock.nowMs() - startedAtMs });
    try {
      await run();
    } catch (error) {
      tell(isEngineError(error) && error.reason === 'Superseded' ? 'superseded' : 'failed');
      throw error;
    }
    tell('succeeded');
  };
  return {
    upgrade: (run, signal) => measure('upgrade', () => helm.upgrade(run, signal)),
    uninstall: (run, signal) => measure('uninstall', () => helm.uninstall(run, signal)),
  };
}
