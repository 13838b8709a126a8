import type { Readiness } from '../../../src/engine/ports/world.ts';
import { settle } from '../hand-clock.ts';
import type { RunningEngine } from './start-engine.ts';

/** A release of the one environment is so from now on, and the watches tell of it. */
export async function tellReadiness(berth: RunningEngine, helmRelease: string, readiness: Readiness): Promise<void> {
  const { name, status } = berth.environment()!;
  const { releases } = berth.cluster.spaces.get(status.namespace!)!;
  releases.set(helmRelease, { ...releases.get(helmRelease)!, readiness });
  berth.cluster.tell(name);
  await settle();
}
