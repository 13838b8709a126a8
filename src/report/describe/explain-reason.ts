import type { ReasonInfo } from '../../environment/reason-info.ts';
import { reasons } from '../../environment/reasons.ts';
import { own, readPhrase, say, type Phrase } from '../text/phrase.ts';

/** Why something is not as it is wanted, in the order in which people read it. */
export interface Explanation {
  readonly reason: string;
  readonly sentence: Phrase;
  /** What the cluster or Helm said. */
  readonly detail: Phrase;
  /** What to do; empty where the table of reasons does not know. */
  readonly next: string;
}

interface Explained {
  readonly reason: string;
  /** The whole sentence of the reason, or only what came with it. */
  readonly message?: string | undefined;
  /** What is known of the words in braces, for messages that are not the whole sentence. */
  readonly fields?: Readonly<Record<string, string | undefined>>;
}

/** Explains a reason from its row in the table and the message that was recorded with it. */
export function explainReason({ reason, message = '', fields = {} }: Explained): Explanation {
  const row = findReason(reason);
  if (row === undefined) {
    return { reason, sentence: message.trim() === '' ? say`${reason}.` : readPhrase(message), detail: [], next: '' };
  }
  const { says, next } = row;
  const start = message.indexOf(next);
  if (start === -1) return { reason, sentence: fillSentence(says, fields), detail: readPhrase(message), next };
  const sentence = readPhrase(message.slice(0, start).trimEnd());
  return { reason, sentence, detail: readPhrase(message.slice(start + next.length).trimStart()), next };
}

/** The row of a reason; `undefined` for one that another version of berth wrote. */
export function findReason(reason: string): ReasonInfo | undefined {
  return Object.entries(reasons).find(([name]) => name === reason)?.[1];
}

function fillSentence(says: string, fields: Readonly<Record<string, string | undefined>>): Phrase {
  return says.split(/(\{\w+\})/).flatMap((part): Phrase => {
    const field = /^\{(\w+)\}$/.exec(part)?.[1];
    if (field === undefined) return part === '' ? [] : own(part);
    const value = fields[field];
    return value === undefined ? own(`(${field})`) : say`${value}`;
  });
}
