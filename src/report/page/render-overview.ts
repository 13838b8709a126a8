import type { Environment } from '../../environment/environment.ts';
import { determineCommit, shortenSha } from '../describe/describe-environment.ts';
import { determineState, stateMarks } from '../describe/determine-state.ts';
import { createGitHubAddresses, type GitHubAddresses } from '../describe/github-addresses.ts';
import { cleanText } from '../text/clean-text.ts';
import { link } from '../text/phrase.ts';
import { html, renderHtml, type Html } from '../text/render-html.ts';
import { toAddressText, toHref } from '../text/to-href.ts';
import { renderDocument } from './render-document.ts';
import { renderAge } from './render-time.ts';

interface Overview {
  readonly githubUrl?: string | undefined;
}

const title = 'environments · berth';

/** Renders the page that lists all environments. */
export function renderOverview(environments: readonly Environment[], overview: Overview = {}): string {
  return renderDocument({ root: './', events: 'events', title, main: renderOverviewMain(environments, overview) });
}

/** The part of it that changes. */
export function renderOverviewMain(environments: readonly Environment[], { githubUrl }: Overview = {}): Html {
  const addresses = createGitHubAddresses(githubUrl);
  const rows = environments.toSorted(compare).map((environment) => renderRow(environment, addresses));
  const table = html`<div class="table" role="region" aria-label="Environments" tabindex="0">
    <table class="overview">
      <thead>
        <tr>
          <th scope="col">Environment</th>
          <th scope="col">State</th>
          <th scope="col">Pull request</th>
          <th scope="col">Commit</th>
          <th scope="col">Address</th>
          <th scope="col">Age</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
  const none = html`<p class="note">
    None yet. Set a label such as <code>preview</code> on a pull request, and its environment appears here.
  </p>`;
  return html`<main id="main" data-title="${title}">
    <h1>Environments</h1>
    ${rows.length === 0 ? none : table}
  </main>`;
}

/** Those of one repository together, the newest pull request first. */
function compare({ spec: one }: Environment, { spec: other }: Environment): number {
  return (
    one.repository.localeCompare(other.repository, 'en') ||
    other.pullRequest - one.pullRequest ||
    one.profile.localeCompare(other.profile, 'en')
  );
}

function renderRow(environment: Environment, addresses: GitHubAddresses): Html {
  const { name, spec, status, createdAt } = environment;
  const state = determineState(environment);
  const sha = determineCommit(environment);
  const { repository, pullRequest, profile } = spec;
  const address = status.address === undefined ? [] : link(toAddressText(status.address), toHref(status.address));
  return html`<tr id="${name}">
    <th scope="row"><a href="environments/${encodeURIComponent(name)}">${cleanText(profile)}</a></th>
    <td>
      <span class="state is-${state}"><span class="mark" aria-hidden="true"></span>${stateMarks[state].word}</span>
    </td>
    <td>${renderHtml(link(`${repository}#${pullRequest}`, addresses.pullRequest(repository, pullRequest)))}</td>
    <td>${renderHtml(link(shortenSha(sha), addresses.commit(repository, sha)))}</td>
    <td>${renderHtml(address)}</td>
    <td>${renderAge(createdAt)}</td>
  </tr>`;
}
