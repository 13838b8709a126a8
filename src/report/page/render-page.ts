import type { Environment } from '../../environment/environment.ts';
import { createGitHubAddresses } from '../describe/github-addresses.ts';
import { html } from '../text/render-html.ts';
import { renderDocument } from './render-document.ts';
import { renderMain, writeTitle } from './render-main.ts';

/** Renders the page of one environment. It holds no more than the comment on the pull request could. */
export function renderPage(
  environment: Environment,
  { githubUrl }: { readonly githubUrl?: string | undefined } = {},
): string {
  return renderDocument({
    root: '../',
    events: `${encodeURIComponent(environment.name)}/events`,
    title: writeTitle(environment),
    main: renderMain(environment, createGitHubAddresses(githubUrl)),
  });
}

/** Renders the page for a name that no environment has, or no longer. */
export function renderGonePage(): string {
  return renderDocument({ root: '../', title: 'not here · berth', main: renderGone() });
}

/** The main part for an environment that went while somebody looked at its page. */
export function renderGone() {
  return html`<main id="main" data-title="not here · berth">
    <p class="state is-removed"><span class="mark" aria-hidden="true"></span>not here</p>
    <h1>There is no such environment.</h1>
    <p class="note">
      It may have been removed: that happens when its pull request is merged or closed, when its label is taken off, or
      when its time is up. The comment on the pull request says which.
    </p>
    <p><a href="../">All environments</a></p>
  </main>`;
}
