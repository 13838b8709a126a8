import octicons from '@primer/octicons';
import type { IconName } from '@primer/octicons';
import { html, raw } from 'hono/html';
import type { Html } from './html.ts';

interface IconOptions {
  /** Said by screen readers; without it the icon is decoration. */
  readonly label?: string;
  readonly className?: string;
}

/** One of GitHub's icons, 16 pixels, in the colour of the text around it. */
export function icon(name: IconName, { label, className = '' }: IconOptions = {}): Html {
  const meaning = label === undefined ? raw('aria-hidden="true"') : html`role="img" aria-label="${label}"`;
  return html`<svg
    class="octicon ${className}"
    viewBox="0 0 16 16"
    width="16"
    height="16"
    fill="currentColor"
    ${meaning}
  >
    ${raw(readShape(name))}
  </svg>`;
}

/** The outlines of an icon, for those who build elements of a tree. */
export function listIconPaths(name: IconName): string[] {
  return [...readShape(name).matchAll(/ d="([^"]+)"/g)].map((match) => match[1] ?? '');
}

function readShape(name: IconName): string {
  const shape = octicons[name].heights[16]?.path;
  if (shape === undefined) throw new Error(`reading icon "${name}": it has no drawing for 16 pixels`);
  return shape;
}
