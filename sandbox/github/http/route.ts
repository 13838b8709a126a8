import type { Operation } from '../contract/used.ts';
import type { Account } from '../state/account.ts';
import type { Repository, Role } from '../state/repository.ts';
import type { State } from '../state/state.ts';
import type { World } from '../world.ts';
import type { Needs } from './access.ts';
import type { Actor } from './actor.ts';
import type { RateLimiter } from './rate-limit.ts';

/** One request, once it is known who asks, for what, and that GitHub's description allows it. */
export interface Call {
  readonly world: World;
  /** The state to answer from: an earlier one while a fault makes reads stale. */
  readonly state: State;
  readonly actor: Actor;
  readonly limiter: RateLimiter;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Held to the description already. */
  readonly body: unknown;
  /** The `Accept` header. */
  readonly accept: string;
  readonly url: URL;
}

export interface RepositoryCall extends Call {
  readonly repository: Repository;
}

/** A call by somebody who has a name. */
export interface SignedCall extends RepositoryCall {
  readonly account: Account;
}

export type Answer =
  | { readonly kind: 'json'; readonly status: number; readonly body: unknown; readonly headers?: Headers }
  | { readonly kind: 'empty'; readonly status: number; readonly headers?: Headers }
  | { readonly kind: 'raw'; readonly body: Buffer; readonly contentType: string };
type Headers = Readonly<Record<string, string>>;

export type Route =
  | { readonly access: 'app' | 'open'; readonly operation: Operation; readonly handle: Handler<Call> }
  | {
      readonly access: 'read';
      readonly operation: Operation;
      readonly needs: Needs;
      readonly handle: Handler<RepositoryCall>;
    }
  | {
      readonly access: 'write';
      readonly operation: Operation;
      readonly needs: Needs;
      readonly handle: Handler<SignedCall>;
    };
type Handler<C> = (call: C) => Answer | Promise<Answer>;

/** For the App itself, with its JSON web token. */
export function appRoute(operation: Operation, handle: Handler<Call>): Route {
  return { access: 'app', operation, handle };
}

/** For anybody; the handler looks at who asks. */
export function openRoute(operation: Operation, handle: Handler<Call>): Route {
  return { access: 'open', operation, handle };
}

/** Reads something of a repository. */
export function readRoute(
  operation: Operation,
  permissions: string | readonly string[],
  handle: Handler<RepositoryCall>,
): Route {
  return { access: 'read', operation, needs: { permissions: [permissions].flat(), role: 'read' }, handle };
}

/** Changes something of a repository; people need the role. */
export function writeRoute(
  operation: Operation,
  permissions: string | readonly string[],
  role: Role,
  handle: Handler<SignedCall>,
): Route {
  return { access: 'write', operation, needs: { permissions: [permissions].flat(), role }, handle };
}

export function ok(body: unknown, headers?: Headers): Answer {
  return { kind: 'json', status: 200, body, ...(headers && { headers }) };
}

export function created(body: unknown): Answer {
  return { kind: 'json', status: 201, body };
}

export function noContent(): Answer {
  return { kind: 'empty', status: 204 };
}
