import { html } from 'hono/html';
import type { Html } from './html.ts';

/** A title, in which only code between backticks is marked, as on GitHub. */
export function renderTitle(title: string): Html {
  return html`${title.split(/`([^`]+)`/).map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}
