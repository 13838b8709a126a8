import { html, type Html } from '../text/render-html.ts';

/** A moment in UTC. */
export function renderTime(iso: string | undefined): Html {
  if (iso === undefined) return html``;
  const text = `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
  return html`<time datetime="${iso}">${text}</time>`;
}

/** Only the time of the day, for rows that stand together. */
export function renderTimeOfDay(iso: string): Html {
  return html`<time datetime="${iso}" title="${iso}">${iso.slice(11, 19)}</time>`;
}

/** How long ago it was: the script of the page counts on; without it, when it was. */
export function renderAge(iso: string): Html {
  return html`<time datetime="${iso}" title="${iso}" data-age>${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC</time>`;
}
