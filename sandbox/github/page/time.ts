import { html } from 'hono/html';
import type { Html } from './html.ts';

const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const units = [
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3_600 },
  { unit: 'minute', seconds: 60 },
] as const;

/** A moment as people say it, exact to those who point at it; the browser keeps it true while the page is open. */
export function renderTime(at: Date, now: Date): Html {
  const iso = at.toISOString();
  return html`<time datetime="${iso}" title="${iso}" data-relative>${describeAge(at, now)}</time>`;
}

function describeAge(at: Date, now: Date): string {
  const age = Math.max(0, (now.getTime() - at.getTime()) / 1000);
  for (const { unit, seconds } of units) {
    if (age >= seconds) return format.format(-Math.floor(age / seconds), unit);
  }
  return 'now';
}
