import { cleanLine, cleanText } from './clean-text.ts';
import type { Phrase, Piece } from './phrase.ts';

/**
 * Renders a phrase as GitHub's Markdown. Whatever others wrote calls nobody, links nothing, shows no picture and is no
 * HTML: beyond plain words it stands in code spans, in which GitHub looks for nothing of the kind.
 */
export function renderMarkdown(phrase: Phrase): string {
  return phrase.map(renderPiece).join('');
}

/** The same for a cell of a table, where a bar would begin the next one, even in code. */
export function renderCell(phrase: Phrase): string {
  return renderMarkdown(phrase).replaceAll(/(\\*)\|/g, String.raw`$1$1\|`);
}

/** Lines of others, such as those of a log, in a block that none of them can end. */
export function renderLines(lines: readonly string[]): string {
  const text = lines.map((line) => cleanLine(line)).join('\n');
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}text\n${text}\n${fence}`;
}

function renderPiece(piece: Piece): string {
  switch (piece.kind) {
    case 'own':
      return piece.text;
    case 'foreign':
      return renderWords(piece.text);
    case 'code':
      return renderCode(piece.text);
    case 'link':
      return `[${renderCode(piece.text)}](${piece.href})`;
  }
}

function renderCode(text: string): string {
  const clean = cleanText(text, 200);
  if (clean === '') return '`(empty)`';
  const fence = '`'.repeat(longestRun(clean) + 1);
  return clean.startsWith('`') || clean.endsWith('`') ? `${fence} ${clean} ${fence}` : `${fence}${clean}${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
}

/** Plain words stay words; whatever might mean something to GitHub becomes code, neighbours together. */
function renderWords(text: string): string {
  const clean = cleanText(text, 2_000);
  const parts: { isPlain: boolean; text: string }[] = [];
  for (const [word] of clean.matchAll(wordOrQuotation)) {
    const isPlain = word.split(' ').every(isPlainWord);
    const last = parts.at(-1);
    if (last?.isPlain === isPlain) last.text += ` ${word}`;
    else parts.push({ isPlain, text: word });
  }
  const words = parts.map((part) => (part.isPlain ? part.text : renderOdd(part.text))).join(' ');
  return `${/^\s/.test(text) ? ' ' : ''}${words}${/\s$/.test(text) ? ' ' : ''}`;
}

/** What ends a sentence or a bracket does not belong to the code before it. */
function renderOdd(text: string): string {
  const [, words = text, end = ''] = /^(.*[^.,;:)])([.,;:)]{1,3})$/s.exec(text) ?? [];
  return `${renderCode(words)}${end}`;
}

/** What stands between quotation marks is one thing: all of it is code, or none. */
const wordOrQuotation = /"[^"]*"[^\s"]*(?=\s|$)|\S+/g;
const plainWord = /^[“"'(]?\p{L}+(?:['’-]\p{L}+)*[”"')]?[.,:;!?…)]*$/u;
/** Without a full stop or a bracket behind it, which would begin a list. */
const plainNumber = /^\d{1,6}(?:\.\d{1,4})?%?[,:;!?…]?$/;
/** What GitHub takes for a commit. */
const shaLike = /^[0-9a-f]{7,}$/i;

function isPlainWord(word: string): boolean {
  if (shaLike.test(word.replaceAll(/\W/g, ''))) return false;
  return word === '' || /^[.,:;?…)]$/.test(word) || word === '–' || plainNumber.test(word) || plainWord.test(word);
}
