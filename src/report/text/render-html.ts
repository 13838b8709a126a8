import { cleanText } from './clean-text.ts';
import type { Phrase, Piece } from './phrase.ts';

/** A piece of a page, made by `html`: its text is HTML already. */
export interface Html {
  readonly html: string;
}

type HtmlValue = string | number | Html | undefined | readonly HtmlValue[];

/** Writes a piece of a page. Whatever is put into it is escaped, unless it is such a piece itself. */
export function html(words: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return { html: words.map((word, index) => word + renderValue(values[index])).join('') };
}

/** Renders a phrase for a page. */
export function renderHtml(phrase: Phrase): Html {
  return html`${phrase.map(renderPiece)}`;
}

function renderValue(value: HtmlValue): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return escapeHtml(value);
  return 'html' in value ? value.html : value.map(renderValue).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}

function renderPiece(piece: Piece): Html {
  switch (piece.kind) {
    case 'own':
      return html`${piece.text}`;
    case 'foreign':
      return html`${keepSpaces(piece.text)}`;
    case 'code':
      return html`<code>${cleanText(piece.text)}</code>`;
    case 'link':
      return html`<a href="${piece.href}" rel="noopener noreferrer"><code>${cleanText(piece.text)}</code></a>`;
  }
}

function keepSpaces(text: string): string {
  return `${/^\s/.test(text) ? ' ' : ''}${cleanText(text, 2_000)}${/\s$/.test(text) ? ' ' : ''}`;
}
