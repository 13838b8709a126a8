import type { BackgroundCommand } from './host/background-process.ts';
import type { HealthCheck } from './check-health.ts';

/** Storage and runtime, then the API, then everything that talks to it. */
export type Stage = 0 | 1 | 2;

/** One long-running part of the cluster: how it is started and how one sees that it works. */
export interface Component extends BackgroundCommand {
  readonly health: HealthCheck;
  /** Components of a lower stage must be healthy before one of a higher stage is started. */
  readonly stage: Stage;
  /** Ports it listens on at 127.0.0.1: they must be free before it is started. */
  readonly loopbackPorts: readonly number[];
}
