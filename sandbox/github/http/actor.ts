import type { Account } from '../state/account.ts';
import type { InstallationToken } from '../state/token.ts';
import type { State } from '../state/state.ts';

/** Who asks. */
export type Actor =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'user'; readonly account: Account }
  | { readonly kind: 'app' }
  | { readonly kind: 'installation'; readonly token: InstallationToken };

/** The account in whose name something is written. */
export function accountOf(state: State, actor: Actor): Account | undefined {
  switch (actor.kind) {
    case 'anonymous':
      return undefined;
    case 'user':
      return actor.account;
    case 'app':
    case 'installation':
      return state.app.bot;
  }
}

/** Whose budget of requests is used. */
export function budgetOf(actor: Actor): string {
  switch (actor.kind) {
    case 'anonymous':
      return 'anonymous';
    case 'user':
      return `user ID ${actor.account.id}`;
    case 'app':
      return 'the app';
    case 'installation':
      return `installation ID ${actor.token.installation.id}`;
  }
}
