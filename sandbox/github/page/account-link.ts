import { html } from 'hono/html';
import type { Account } from '../state/account.ts';
import type { Html } from './html.ts';

/** A login as GitHub shows it: a bot without its suffix, but marked. */
export function accountLink(account: Account): Html {
  if (account.type !== 'Bot') return html`<a class="account" href="/${account.login}">${account.login}</a>`;
  const name = account.login.replace(/\[bot\]$/, '');
  return html`<span class="account">${name}</span> <span class="Label Label--secondary">bot</span>`;
}
