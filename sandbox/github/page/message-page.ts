import { html } from 'hono/html';
import { renderDocument } from './document.ts';
import type { Html } from './html.ts';
import type { Visit } from './visit.ts';

const texts: Readonly<Record<number, { readonly title: string; readonly text: string }>> = {
  403: { title: 'This request was refused', text: 'The form was not sent from this site.' },
  404: { title: 'There is nothing here', text: 'It does not exist, or the person that you act as may not see it.' },
};

/** A page instead of the one that was asked for; what went wrong is said only where nobody expected it. */
export function renderMessagePage(visit: Visit, status: number, problem = ''): Html {
  const { title, text } = texts[status] ?? { title: 'Something went wrong', text: problem };
  return renderDocument(visit, {
    title,
    main: html`<div class="blankslate">
      <h1 class="blankslate-heading">${title}</h1>
      <p>${text}</p>
      <p><a href="/">All repositories</a></p>
    </div>`,
  });
}
