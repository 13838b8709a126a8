import { html, raw } from 'hono/html';
import type { Repository } from '../state/repository.ts';
import { fullName } from '../state/repository.ts';
import type { Html } from './html.ts';
import { icon } from './icon.ts';
import { renderPersonMenu } from './person-menu.ts';
import type { Flash, Visit } from './visit.ts';

interface Page {
  readonly title: string;
  /** Whose changes refresh the page; without it the changes of any. */
  readonly repository?: Repository;
  /** Instead: what was sent to the App. */
  readonly isAboutDeliveries?: boolean;
  /** Above the content: title and tabs. */
  readonly header?: Html;
  readonly main: Html;
}

const styleSheets = [
  'primer-primitives/primitives.css',
  'primer-primitives/functional/themes/light.css',
  'primer-primitives/functional/themes/dark.css',
  'primer-css/core.css',
  'primer-css/product.css',
  'page/page.css',
  'page/markdown.css',
  'page/repository.css',
  'page/pull-request.css',
  'page/phone.css',
];

/** The whole page around its content. What stands in `data-live` is refreshed in place when something changes. */
export function renderDocument(visit: Visit, { title, repository, isAboutDeliveries, header, main }: Page): Html {
  const watched = isAboutDeliveries ? '?deliveries' : repository ? `?repository=${fullName(repository)}` : '';
  return html`<!doctype html>
    <html lang="en" data-color-mode="auto" data-light-theme="light" data-dark-theme="dark">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="/_assets/page/icon.svg" type="image/svg+xml" />
        ${styleSheets.map((path) => html`<link rel="stylesheet" href="/_assets/${path}" />`)}
        <script type="module" src="/_assets/page/page.js"></script>
      </head>
      <body data-changes="/_live${watched}" data-now="${visit.now.toISOString()}">
        <a class="show-on-focus skip-link" href="#content">Skip to content</a>
        ${renderBanner(visit, repository)}
        <div id="flash" role="status">${visit.flash === undefined ? '' : renderFlash(visit.flash)}</div>
        <div id="page" data-live>
          ${header ?? ''}
          <main id="content" class="container-xl px-3 px-md-4 px-lg-5 pt-4 pb-6">${main}</main>
        </div>
      </body>
    </html>`;
}

function renderBanner(visit: Visit, repository: Repository | undefined): Html {
  return html`<header class="banner px-3 px-md-4">
    <a class="banner-home" href="/" aria-label="Home">${icon('mark-github')}<span>GitHub</span></a>
    <span class="Label Label--secondary">stand-in</span>
    <nav class="banner-links" aria-label="Site">
      <a href="/">Repositories</a>
      <a href="/_app/deliveries">Deliveries</a>
    </nav>
    ${renderPersonMenu(visit, repository)}
  </header>`;
}

function renderFlash({ tone, text }: Flash): Html {
  return html`<div class="flash flash-full flash-${tone}" ${tone === 'error' ? raw('role="alert"') : ''}>
    <div class="container-xl px-3 px-md-4 px-lg-5">${icon(tone === 'error' ? 'alert' : 'check')}${text}</div>
  </div>`;
}
