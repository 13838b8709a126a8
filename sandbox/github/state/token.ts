import type { Account } from './account.ts';
import type { Installation, Permissions } from './app.ts';
import type { Repository } from './repository.ts';

/** A secret that stands for a person, or for an installation with some of its permissions for an hour. */
export type Token = UserToken | InstallationToken;

export interface UserToken {
  readonly kind: 'user';
  readonly value: string;
  readonly account: Account;
}

export interface InstallationToken {
  readonly kind: 'installation';
  readonly value: string;
  readonly installation: Installation;
  readonly permissions: Permissions;
  /** `undefined` means every repository of the installation. */
  readonly repositories: readonly Repository[] | undefined;
  readonly expiresAt: Date;
}
