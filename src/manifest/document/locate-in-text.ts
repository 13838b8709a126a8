/** A place in a text that YAML has read: what it read, and how far into that. */
export interface InnerPlace {
  readonly value: string;
  readonly offset: number;
}

/**
 * Finds where in a file a place in a text is written that begins at an offset of it. Quotes, line breaks and indentation
 * are not part of what was read: what was is followed letter by letter. Where that fails, it is the beginning.
 */
export function locateInText(source: string, start: number, { value, offset }: InnerPlace): number {
  const style = source[start] ?? '';
  const isBlock = style === '|' || style === '>';
  const isQuoted = style === '"' || style === "'";
  let at = isBlock ? source.indexOf('\n', start) : isQuoted ? start + 1 : start;
  for (const letter of value.slice(0, offset).replaceAll(/\s/g, '')) {
    at = skipSpace(source, at);
    if (style === '"' && source[at] === '\\') at += 1;
    if (source[at] !== letter) return start;
    at += style === "'" && letter === "'" ? 2 : 1;
  }
  return skipSpace(source, at, offset < value.length ? Infinity : 0);
}

function skipSpace(source: string, from: number, most = Infinity): number {
  let at = from;
  while (at - from < most && /\s/.test(source[at] ?? '')) at += 1;
  return at;
}
