import type { Actions } from './actions/actions.ts';
import type { Violation } from './contract/violation.ts';
import type { Events } from './events.ts';
import type { Clock } from './clock.ts';
import type { Faults } from './faults/faults.ts';
import type { State } from './state/state.ts';

/** A running stand-in. */
export interface GitHub {
  /** `http://HOST:PORT`: pages and git. */
  readonly url: string;
  /** `…/api/v3`: what Octokit calls `baseUrl`. */
  readonly apiUrl: string;
  readonly state: State;
  /** What people do: each changes the state and git, and sends the webhooks that GitHub would send. */
  readonly actions: Actions;
  /** Tells that something changed, so that a page can be live. */
  readonly events: Events;
  readonly faults: Faults;
  readonly clock: Clock;
  /** Each request, answer and webhook that differs from GitHub's description. */
  readonly violations: readonly Violation[];
  /** Reads the violations and forgets them. */
  takeViolations(): Violation[];
  /** The App's private key, PEM. */
  readonly privateKey: string;
  /** The token of the person `admin`. */
  readonly adminToken: string;
  /** Resolves once every webhook that is under way was answered or given up. */
  settle(): Promise<void>;
  close(): Promise<void>;
}
