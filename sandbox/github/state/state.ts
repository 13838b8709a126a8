import type { Account } from './account.ts';
import type { App, Installation } from './app.ts';
import type { Delivery } from './delivery.ts';
import type { PullRequest } from './pull-request.ts';
import { fullName } from './repository.ts';
import type { Repository } from './repository.ts';
import type { Token } from './token.ts';

/**
 * Everything that the stand-in knows, apart from what is in git. Plain data that refers to itself, so that a
 * `structuredClone` of it is an earlier moment that can still be asked.
 */
export interface State {
  readonly accounts: Account[];
  readonly repositories: Repository[];
  readonly app: App;
  readonly installations: Installation[];
  readonly tokens: Token[];
  /** Oldest first. */
  readonly deliveries: Delivery[];
  lastId: number;
}

/** Gives out ids; no two things of any kind share one. */
export function nextId(state: { lastId: number }): number {
  state.lastId += 1;
  return state.lastId;
}

export function findAccount(state: State, login: string): Account | undefined {
  return state.accounts.find((account) => account.login.toLowerCase() === login.toLowerCase());
}

export function findAccountByEmail(state: State, email: string): Account | undefined {
  return state.accounts.find((account) => account.email.toLowerCase() === email.toLowerCase());
}

export function findRepository(state: State, owner: string, name: string): Repository | undefined {
  const wanted = `${owner}/${name}`.toLowerCase();
  return state.repositories.find((repository) => fullName(repository).toLowerCase() === wanted);
}

export function findPullRequest(repository: Repository, number: number): PullRequest | undefined {
  return repository.pullRequests.find((pullRequest) => pullRequest.number === number);
}

/** The installation that covers the repository, if one does. */
export function findInstallation(state: State, repository: Repository): Installation | undefined {
  return state.installations.find((installation) => covers(installation, repository));
}

/** By id, as one of the two may come from an earlier moment. */
export function covers(installation: Installation, repository: Repository): boolean {
  if (installation.account.id !== repository.owner.id) return false;
  return installation.selection === 'all' || installation.selected.some(({ id }) => id === repository.id);
}
