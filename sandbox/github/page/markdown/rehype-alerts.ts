import type { IconName } from '@primer/octicons';
import type { Element, ElementContent, Root, Text } from 'hast';
import { listIconPaths } from '../icon.ts';

const alerts = {
  NOTE: { title: 'Note', icon: 'info' },
  TIP: { title: 'Tip', icon: 'light-bulb' },
  IMPORTANT: { title: 'Important', icon: 'report' },
  WARNING: { title: 'Warning', icon: 'alert' },
  CAUTION: { title: 'Caution', icon: 'stop' },
} as const;

/** Block quotes that begin with `[!NOTE]` and its like become alerts, on the top level only, as on GitHub. */
export function rehypeAlerts(): (tree: Root) => void {
  return (tree) => {
    tree.children = tree.children.map((node) =>
      node.type === 'element' && node.tagName === 'blockquote' ? (buildAlert(node) ?? node) : node,
    );
  };
}

function buildAlert(quote: Element): Element | undefined {
  const index = quote.children.findIndex((child) => child.type === 'element');
  const paragraph = quote.children[index];
  if (paragraph?.type !== 'element' || paragraph.tagName !== 'p') return undefined;
  const [text, ...inline] = paragraph.children;
  if (text?.type !== 'text') return undefined;
  const match = /^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:\n|$)/i.exec(text.value);
  if (match?.[1] === undefined) return undefined;
  const kind = match[1].toUpperCase() as keyof typeof alerts;
  const rest = dropLeadingBreak([{ type: 'text', value: text.value.slice(match[0].length) }, ...inline]);
  const body = rest.length === 0 ? [] : [{ ...paragraph, children: rest }];
  return {
    type: 'element',
    tagName: 'div',
    properties: { className: ['markdown-alert', `markdown-alert-${kind.toLowerCase()}`] },
    children: [buildTitle(kind), ...body, ...quote.children.slice(index + 1)],
  };
}

/** A comment's line break after the marker is an element of its own. */
function dropLeadingBreak(inline: readonly ElementContent[]): ElementContent[] {
  const first = inline.findIndex((node) => !(node.type === 'text' && node.value.trim() === ''));
  if (first === -1) return [];
  const node = inline[first];
  if (node?.type !== 'element' || node.tagName !== 'br') return inline.slice(first);
  return inline.slice(first + 1);
}

function buildTitle(kind: keyof typeof alerts): Element {
  const { title, icon } = alerts[kind];
  const text: Text = { type: 'text', value: title };
  return {
    type: 'element',
    tagName: 'p',
    properties: { className: ['markdown-alert-title'] },
    children: [buildIcon(icon), text],
  };
}

function buildIcon(name: IconName): Element {
  return {
    type: 'element',
    tagName: 'svg',
    properties: { className: ['octicon', 'mr-2'], viewBox: '0 0 16 16', width: 16, height: 16, ariaHidden: 'true' },
    children: listIconPaths(name).map((d) => ({ type: 'element', tagName: 'path', properties: { d }, children: [] })),
  };
}
