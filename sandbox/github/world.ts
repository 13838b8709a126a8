import type { Clock } from './clock.ts';
import type { Contract } from './contract/contract.ts';
import type { Violation } from './contract/violation.ts';
import type { Events } from './events.ts';
import type { FaultBox } from './faults/fault-box.ts';
import type { Links } from './render/links.ts';
import type { Repository } from './state/repository.ts';
import type { State } from './state/state.ts';
import type { Outbox } from './webhooks/outbox.ts';

/** What every part of the stand-in shares. */
export interface World {
  readonly links: Links;
  readonly state: State;
  readonly clock: Clock;
  readonly events: Events;
  readonly faults: FaultBox;
  readonly contract: Contract;
  readonly violations: Violation[];
  readonly outbox: Outbox;
  /** Where the bare repositories are. */
  readonly directory: string;
  /** Requests that an account may make in an hour. */
  readonly rateLimit: number;
  readonly log: (line: string) => void;
  /** Runs one after the other what changes the refs of a repository. */
  readonly lock: <T>(repository: Repository, run: () => Promise<T>) => Promise<T>;
}

export function recordViolation(world: World, violation: Violation): void {
  world.violations.push(violation);
  world.log(`violation of GitHub's description: ${violation.kind} ${violation.subject}: ${violation.message}`);
}
