import type { Account } from './account.ts';
import type { Repository } from './repository.ts';

export type Access = 'read' | 'write';
/** Permission names as GitHub spells them (`pull_requests`, `deployments`, …). */
export type Permissions = Readonly<Record<string, Access>>;

/** The one GitHub App that is registered here. */
export interface App {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly clientId: string;
  readonly owner: Account;
  /** The account that writes comments and statuses: `slug[bot]`. */
  readonly bot: Account;
  readonly publicKey: string;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  readonly createdAt: Date;
  readonly hook: Hook;
}

/** Where the App's webhooks go. Without an address nothing is sent. */
export interface Hook {
  readonly id: number;
  url: string | undefined;
  secret: string;
}

export interface Installation {
  readonly id: number;
  readonly account: Account;
  readonly permissions: Permissions;
  /** `all` covers every repository of the account, also later ones. */
  readonly selection: 'all' | 'selected';
  readonly selected: Repository[];
  readonly createdAt: Date;
  suspendedAt: Date | undefined;
}
