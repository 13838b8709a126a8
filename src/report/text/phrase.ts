/**
 * A sentence that becomes Markdown, HTML or plain text. It keeps what berth itself says apart from what others wrote, so
 * that each of them is escaped where it is rendered and nowhere else.
 */
export type Phrase = readonly Piece[];

export type Piece =
  /** Our own words. */
  | { readonly kind: 'own'; readonly text: string }
  /** Words of others that read as a sentence. */
  | { readonly kind: 'foreign'; readonly text: string }
  /** A name or a value. */
  | { readonly kind: 'code'; readonly text: string }
  /** A link of ours, made by `toHref`. */
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

/** Writes a sentence of ours: `` say`${name} is live.` ``. A text put into it shows as code; a number and a phrase as they are. */
export function say(words: TemplateStringsArray, ...values: readonly (string | number | Phrase)[]): Phrase {
  return words.flatMap((word, index): Phrase => {
    const value = values[index];
    const own: Phrase = word === '' ? [] : [{ kind: 'own', text: word }];
    if (value === undefined) return own;
    if (typeof value === 'string') return [...own, { kind: 'code', text: value }];
    return typeof value === 'number' ? [...own, { kind: 'own', text: String(value) }] : [...own, ...value];
  });
}

/** A phrase of a text that berth holds as a constant. */
export function own(text: string): Phrase {
  return [{ kind: 'own', text }];
}

/** Shows where an address leads; without a link if none is safe. */
export function link(text: string, href: string | undefined): Phrase {
  return href === undefined ? [{ kind: 'code', text }] : [{ kind: 'link', text, href }];
}

export function joinPhrases(phrases: readonly Phrase[], between: string): Phrase {
  return phrases.flatMap((phrase, index) => (index === 0 ? phrase : [...own(between), ...phrase]));
}

/** Reads a message that was written with `renderReason` or by others: what stands between backticks is code. */
export function readPhrase(message: string): Phrase {
  return message
    .split('`')
    .map((text, index): Piece => ({ kind: index % 2 === 1 ? 'code' : 'foreign', text }))
    .filter(({ text }) => text.trim() !== '');
}

/** The phrase without any marks, for places that know none. */
export function renderPlain(phrase: Phrase): string {
  return phrase
    .map(({ text }) => text)
    .join('')
    .replaceAll(/[\p{C}\p{Z}\s]+/gu, ' ')
    .trim();
}
