import { randomBytes } from 'node:crypto';
import type { Account } from '../state/account.ts';
import { findAccount, nextId } from '../state/state.ts';
import type { World } from '../world.ts';

export function addAccount(
  world: World,
  { login, name, type }: { login: string; name?: string | undefined; type: Account['type'] },
): Account {
  const { state, clock } = world;
  const found = findAccount(state, login);
  if (found?.type === type) return found;
  if (found) throw new Error(`adding the account "${login}": there is another kind of account of that name`);
  if (!/^[a-z\d](?:[a-z\d-]{0,38})$/i.test(login)) {
    throw new Error(`adding the account "${login}": GitHub does not allow that name`);
  }
  const email = `${login.toLowerCase()}@users.noreply.github.com`;
  const account: Account = { id: nextId(state), login, type, name: name ?? login, email, createdAt: clock.now() };
  state.accounts.push(account);
  return account;
}

/** Looks like a classic personal access token: `ghp_` and 36 characters. */
export function createUserToken(world: World, account: Account): string {
  const value = `ghp_${randomBytes(18).toString('hex')}`;
  world.state.tokens.push({ kind: 'user', value, account });
  return value;
}
