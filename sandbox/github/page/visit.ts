import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { GitHub } from '../github.ts';
import { adminLogin } from '../state/account.ts';
import type { Account } from '../state/account.ts';
import { findAccount } from '../state/state.ts';

/** One request of a person for a page. */
export interface Visit {
  readonly github: GitHub;
  /** Who one is: chosen in the header, remembered in a cookie. */
  readonly person: Account;
  readonly flash: Flash | undefined;
  readonly path: string;
  readonly now: Date;
}

/** What is said once at the top of the next page. */
export interface Flash {
  readonly tone: 'success' | 'error';
  readonly text: string;
}

const personCookie = 'person';
const flashCookies = { success: 'flash_success', error: 'flash_error' } as const;

export function readVisit(context: Context, github: GitHub): Visit {
  return {
    github,
    person: readPerson(context, github),
    flash: takeFlash(context),
    path: context.req.path,
    now: github.clock.now(),
  };
}

export function readPerson(context: Context, github: GitHub): Account {
  const chosen = findAccount(github.state, getCookie(context, personCookie) ?? adminLogin);
  const person = chosen ?? findAccount(github.state, adminLogin);
  if (person === undefined) throw new Error(`finding person "${adminLogin}": no such account`);
  return person;
}

export function rememberPerson(context: Context, person: Account): void {
  setCookie(context, personCookie, person.login, { path: '/', httpOnly: true, sameSite: 'Lax' });
}

export function leaveFlash(context: Context, { tone, text }: Flash): void {
  setCookie(context, flashCookies[tone], text, { path: '/', httpOnly: true, sameSite: 'Strict', maxAge: 60 });
}

function takeFlash(context: Context): Flash | undefined {
  for (const tone of ['error', 'success'] as const) {
    const text = getCookie(context, flashCookies[tone]);
    if (text === undefined) continue;
    deleteCookie(context, flashCookies[tone], { path: '/' });
    return { tone, text };
  }
  return undefined;
}
