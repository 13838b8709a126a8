import { html } from 'hono/html';
import { renderDocument } from './document.ts';
import type { Html } from './html.ts';
import type { Visit } from './visit.ts';

const titles: Readonly<Record<number, string>> = {
  403: 'This request was refused',
  404: 'There is nothing here',
};

/** A page instead of the one that was asked for. */
export function renderMessagePage(visit: Visit, status: number, message?: string): Html {
  const title = titles[status] ?? 'Something went wrong';
  return renderDocument(visit, {
    title,
    main: html`<div class="blankslate">
      <h1 class="blankslate-heading">${title}</h1>
      <p>${message ?? 'It does not exist, or the person that you act as may not see it.'}</p>
      <p><a href="/">All repositories</a></p>
    </div>`,
  });
}
