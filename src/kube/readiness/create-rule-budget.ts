import type { CustomObject } from '../objects/custom-object.ts';

/** Bounds the time that rules take: nothing else goes on while one is asked, and who writes them may be anybody. */
export interface RuleBudget {
  /** Says why a rule is not to be asked of an object now; `undefined` where it may be. */
  refuse(text: string, object: CustomObject): string | undefined;
  note(text: string, object: CustomObject, asked: { readonly tookMs: number; readonly isTimeout: boolean }): void;
}

/** What one namespace has used up. It ends by itself, so nothing is refused for good and nothing is kept for ever. */
interface Account {
  readonly beganAtMs: number;
  spentMs: number;
  /** How often a rule took too long with an object, since it last had an answer. */
  readonly timeouts: Map<string, number>;
}

const accountMs = 600_000;
const mostTimeouts = 3;
/** Thousands of rules as they are usual, and half a percent of all time. */
const mostSpentMs = 3_000;

/** What one namespace uses up is not taken from another, nor does an object that takes long speak for the others. */
export function createRuleBudget(longestMs: number, nowMs: () => number): RuleBudget {
  const accounts = new Map<string, Account>();
  const open = ({ metadata: { namespace } }: CustomObject): Account => {
    const now = nowMs();
    for (const [one, { beganAtMs }] of accounts) if (now - beganAtMs >= accountMs) accounts.delete(one);
    const account = accounts.get(namespace) ?? { beganAtMs: now, spentMs: 0, timeouts: new Map<string, number>() };
    accounts.set(namespace, account);
    return account;
  };
  return {
    refuse: (text, object) => {
      const { spentMs, timeouts } = open(object);
      if (spentMs >= mostSpentMs) return 'rules of its namespace take too long together';
      const isSlow = (timeouts.get(identify(text, object)) ?? 0) >= mostTimeouts;
      return isSlow ? `it takes longer than ${longestMs} ms` : undefined;
    },
    note: (text, object, { tookMs, isTimeout }) => {
      const account = open(object);
      const id = identify(text, object);
      account.spentMs += tookMs;
      if (isTimeout) account.timeouts.set(id, (account.timeouts.get(id) ?? 0) + 1);
      else account.timeouts.delete(id);
    },
  };
}

function identify(text: string, { metadata: { uid } }: CustomObject): string {
  return `${uid} ${text}`;
}
