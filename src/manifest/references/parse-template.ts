import { parseReference, type Reference } from './reference.ts';

/** A text with references in it, taken apart: what is written as it stands, and what is looked up. */
export type Template = readonly (string | Reference)[];

export type ParsedTemplate =
  | { readonly kind: 'template'; readonly template: Template }
  | { readonly kind: 'broken'; readonly message: string; readonly hint: string };

/**
 * Takes a text apart into literal text and references.
 *
 * `\<<` stands for the two characters themselves. Before `<<`, and only there, a backslash that is meant is doubled:
 * `\\<< pr.sha >>` is a backslash and a reference. So every text can be written (`escapeTemplate`).
 */
export function parseTemplate(text: string): ParsedTemplate {
  const parts: (string | Reference)[] = [];
  let rest = text;
  for (let opening = findOpening(rest); opening !== undefined; opening = findOpening(rest)) {
    const after = rest.slice(opening.end);
    addText(parts, rest.slice(0, opening.start) + '\\'.repeat(opening.backslashes >> 1));
    if (opening.backslashes % 2 === 1) {
      addText(parts, '<<');
      rest = after;
      continue;
    }
    const closing = after.indexOf('>>');
    if (closing === -1) return unclosed(after);
    const parsed = parseReference(after.slice(0, closing).trim());
    if (parsed.kind === 'unreadable') return { ...parsed, kind: 'broken' };
    parts.push(parsed.reference);
    rest = after.slice(closing + '>>'.length);
  }
  addText(parts, rest);
  return { kind: 'template', template: parts };
}

/** Writes a text so that it is read back as itself, whatever it holds. */
export function escapeTemplate(text: string): string {
  return text.replaceAll(/(\\*)<</g, '$1$1\\<<');
}

export function hasReferences(template: Template): boolean {
  return template.some((part) => typeof part !== 'string');
}

interface Opening {
  readonly start: number;
  readonly backslashes: number;
  readonly end: number;
}

/** Finds the next `<<` and the backslashes that stand directly before it. */
function findOpening(text: string): Opening | undefined {
  const at = text.indexOf('<<');
  if (at === -1) return undefined;
  let start = at;
  while (start > 0 && text[start - 1] === '\\') start -= 1;
  return { start, backslashes: at - start, end: at + '<<'.length };
}

function addText(parts: (string | Reference)[], text: string): void {
  const last = parts.at(-1);
  if (typeof last === 'string') parts[parts.length - 1] = last + text;
  else if (text !== '') parts.push(text);
}

function unclosed(after: string): ParsedTemplate {
  const [line = ''] = after.split(/[\r\n]/, 1);
  return {
    kind: 'broken',
    message: `Nothing closes the reference in "<<${line.slice(0, 40)}${line.length > 40 ? '…' : ''}".`,
    hint: 'Close the reference with ">>", or write \\<< if the characters themselves are meant.',
  };
}
