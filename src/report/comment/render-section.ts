import type { Environment } from '../../environment/environment.ts';
import { describeEnvironment, isLeaving, type Description } from '../describe/describe-environment.ts';
import { stateMarks } from '../describe/determine-state.ts';
import type { GitHubAddresses } from '../describe/github-addresses.ts';
import { say, type Phrase } from '../text/phrase.ts';
import { renderMarkdown } from '../text/render-markdown.ts';
import { mostDrawn, renderGraph } from './render-graph.ts';
import { renderProblems } from './render-problems.ts';
import { renderReleasesTable, renderServicesTable } from './render-tables.ts';
import { renderObjection, renderTroubles } from './render-troubles.ts';

/** How much of an environment is told, so that all of it fits into one comment. */
export interface Detail {
  readonly logLines: number;
  readonly hasGraph: boolean;
  readonly mostRows: number;
  readonly mostTroubles: number;
}

export interface SectionFacts {
  readonly environment: Environment;
  readonly addresses: GitHubAddresses;
  /** Of the page that tells more. */
  readonly pageUrl: string;
  readonly detail: Detail;
}

/** Renders all that is to be read about one environment. */
export function renderSection(facts: SectionFacts): string {
  const { environment, addresses } = facts;
  const description = describeEnvironment(environment, addresses);
  const { state, headline, notes, objections } = description;
  const parts = [
    `### ${stateMarks[state].symbol} ${renderMarkdown(headline)}`,
    notes.map(renderMarkdown).join(' '),
    ...objections.map(renderObjection),
    ...(isLeaving(state) ? renderTeardown(environment) : renderDeployment(facts, description)),
    renderFooter(facts, description),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function renderDeployment(facts: SectionFacts, { state, troubles }: Description): readonly string[] {
  const { environment, addresses, pageUrl, detail } = facts;
  const { services, releases, problems } = environment.status;
  const { mostRows, mostTroubles, logLines } = detail;
  return [
    problems.length === 0 ? '' : renderProblems(environment, addresses, mostRows),
    ...renderTroubles(troubles, { most: mostTroubles, logLines }),
    services.length === 0 || mostRows === 0 ? '' : renderServicesTable(environment, mostRows),
    releases.length < 2 ? '' : renderGraphPart(facts, state === 'live'),
    releases.length === 0 || mostRows === 0
      ? ''
      : fold(`Releases (${releases.length})`, renderReleasesTable(environment, mostRows)),
    detail.hasGraph ? '' : `There is more to tell than fits here: see [the page](${pageUrl}).`,
  ];
}

function renderGraphPart({ environment, pageUrl, detail }: SectionFacts, isFolded: boolean): string {
  const { releases } = environment.status;
  if (!detail.hasGraph) return '';
  if (releases.length > mostDrawn) {
    return `The graph of ${releases.length} releases is drawn on [the page](${pageUrl}).`;
  }
  return isFolded ? fold('Graph', renderGraph(releases)) : renderGraph(releases);
}

/** The only HTML in a comment: the words in it are ours. */
function fold(summary: string, content: string): string {
  return `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`;
}

const mostListed = 50;

function renderTeardown({ status }: Environment): readonly string[] {
  const { blockers, removed } = status;
  return [
    blockers.length === 0 ? '' : `${describeBlockers(blockers.length)}\n\n${renderList(blockers)}`,
    removed.length === 0 ? '' : fold(`Removed (${removed.length})`, renderList(removed)),
  ];
}

function describeBlockers(count: number): string {
  const [things, them] = count === 1 ? ['This object', 'it'] : ['These objects', 'them'];
  return `${things} cannot go. Ask the operator to see to what keeps ${them}.`;
}

function renderList(items: readonly string[]): string {
  const rows = items.slice(0, mostListed).map((item) => `- ${renderMarkdown(say`${item}`)}`);
  return [...rows, ...(items.length > mostListed ? [`- and ${items.length - mostListed} more`] : [])].join('\n');
}

function renderFooter({ environment, pageUrl }: SectionFacts, { state }: Description): string {
  const { profile, approval } = environment.spec;
  const page = `[Details](${pageUrl})`;
  if (state === 'removed') return '';
  const approved: Phrase = approval === undefined || isLeaving(state) ? [] : say` · approved by ${approval.actor}`;
  const isThere = state === 'live' || state === 'deploying';
  const hint = isThere ? say` · a push updates it, taking the label ${profile} off removes it` : [];
  return `<sub>${page}${renderMarkdown([...approved, ...hint])}</sub>`;
}
