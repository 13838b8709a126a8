import type { Environment } from '../../environment/environment.ts';
import { describeEnvironment, determineCommit, isLeaving, shortenSha } from '../describe/describe-environment.ts';
import { determineState, stateMarks } from '../describe/determine-state.ts';
import type { GitHubAddresses } from '../describe/github-addresses.ts';
import { link, own, renderPlain, say } from '../text/phrase.ts';
import { html, renderHtml, type Html } from '../text/render-html.ts';
import { renderConditions, renderTimeline } from './render-history.ts';
import { renderGraph } from './render-graph.ts';
import { renderObjection, renderProblems, renderTeardown, renderTroubles } from './render-obstacles.ts';
import { renderReleases } from './render-releases.ts';
import { renderServices } from './render-services.ts';
import { renderTimes } from './render-times.ts';
import { renderAge, renderTime } from './render-time.ts';

/** Renders the part of an environment's page that changes. The title goes along as an attribute, since it changes too. */
export function renderMain(environment: Environment, addresses: GitHubAddresses): Html {
  const { state, headline, notes, objections, troubles } = describeEnvironment(environment, addresses);
  const { word } = stateMarks[state];
  const { releases, services, problems } = environment.status;
  const parts = [
    problems.length === 0 ? undefined : renderProblems(environment, addresses),
    renderTroubles(troubles),
    services.length === 0 || isLeaving(state) ? undefined : renderServices(environment),
    releases.length < 2
      ? undefined
      : html`<section id="graph">
          <h2>Graph</h2>
          ${renderGraph(environment.status)}
        </section>`,
    releases.length === 0 || isLeaving(state) ? undefined : renderTimes(environment),
    releases.length === 0 ? undefined : renderReleases(environment),
    renderTeardown(environment),
    renderTimeline(environment),
    renderConditions(environment),
  ];
  return html`<main id="main" data-title="${writeTitle(environment)}">
    <p class="state is-${state}"><span class="mark" aria-hidden="true"></span>${word}</p>
    <h1>${renderHtml(headline)}</h1>
    ${notes.map((note) => html`<p class="note">${renderHtml(note)}</p>`)} ${renderFacts(environment, addresses)}
    ${objections.map(renderObjection)} ${parts}
  </main>`;
}

/** What a tab shows: the state first, since it is what people look for. */
export function writeTitle(environment: Environment): string {
  const { repository, pullRequest, profile } = environment.spec;
  return renderPlain(
    say`${own(stateMarks[determineState(environment)].word)} · ${repository}#${pullRequest} ${profile} · berth`,
  );
}

function renderFacts(environment: Environment, addresses: GitHubAddresses): Html {
  const { spec, status } = environment;
  const { repository, pullRequest, profile, approval } = spec;
  const sha = determineCommit(environment);
  const isUnderWay = status.startedAt !== undefined && status.liveAt === undefined && status.phase === 'Deploying';
  const facts: readonly (readonly [string, Html | undefined])[] = [
    ['Pull request', renderHtml(link(`${repository}#${pullRequest}`, addresses.pullRequest(repository, pullRequest)))],
    ['Commit', renderHtml(link(shortenSha(sha), addresses.commit(repository, sha)))],
    ['Profile', renderHtml(say`${profile}`)],
    ['Approved by', approval === undefined ? undefined : renderHtml(say`${approval.actor}`)],
    ['Began', status.startedAt === undefined ? undefined : renderTime(status.startedAt)],
    ['Running for', isUnderWay ? renderAge(status.startedAt) : undefined],
  ];
  return html`<dl class="facts" id="facts">
    ${facts.map(([name, value]) =>
      value === undefined
        ? undefined
        : html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
    )}
  </dl>`;
}
