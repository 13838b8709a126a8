import { html, type Html } from '../text/render-html.ts';

export interface PageDocument {
  /** From the page to the root of the site, such as `../`: links work behind whatever path a proxy adds. */
  readonly root: './' | '../';
  /** Where the page's changes are told; relative to the page. */
  readonly events?: string;
  readonly main: Html;
  readonly title: string;
}

/** Renders a whole page around its main part. It loads one style sheet and one small script, both of this site. */
export function renderDocument({ root, events, main, title }: PageDocument): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="${root}assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${root}assets/page.css">
${events === undefined ? undefined : html`<script type="module" src="${root}assets/page.js"></script>`}
</head>
<body${events === undefined ? undefined : html` data-events="${events}"`}>
<header class="site">
<a class="brand" href="${root}">⚓ berth</a>
${
  events === undefined
    ? undefined
    : html`<p class="connection" id="connection" role="status"></p>
        <noscript><p class="connection">Reload the page to see what is new.</p></noscript>`
}
</header>
${main}
</body>
</html>
`;
  return page.html;
}
