import { html } from 'hono/html';
import type { CheckRun } from '../../state/check.ts';
import type { CommitStatus } from '../../state/commit-status.ts';
import type { PullRequest } from '../../state/pull-request.ts';
import type { Repository } from '../../state/repository.ts';
import type { Html } from '../html.ts';
import { icon } from '../icon.ts';
import { safeUrl } from '../safe-url.ts';
import type { Visit } from '../visit.ts';
import { renderCheckOutput } from './check-output.ts';
import { determineVerdict } from './check-verdict.ts';
import type { Verdict } from './check-verdict.ts';

/** Commit statuses and check runs of the head commit, the newest of each name. */
export function renderChecks(visit: Visit, pullRequest: PullRequest): Html {
  const statuses = listStatuses(pullRequest.repository, pullRequest.head.sha);
  const runs = listCheckRuns(pullRequest.repository, pullRequest.head.sha);
  const verdicts = [...statuses, ...runs].map(determineVerdict);
  if (verdicts.length === 0) return html``;
  return html`<details class="checks" id="checks" open>
    <summary class="Box-row merge-row">${renderSummary(verdicts)}</summary>
    ${statuses.map(renderStatus)} ${runs.map((run) => renderCheckRun(visit, pullRequest, run))}
  </details>`;
}

function listStatuses({ commitStatuses }: Repository, sha: string): CommitStatus[] {
  const ofCommit = commitStatuses.filter((status) => status.sha === sha);
  return [...new Map(ofCommit.map((status) => [status.context, status])).values()];
}

function listCheckRuns({ checkRuns }: Repository, sha: string): CheckRun[] {
  const ofCommit = checkRuns.filter((run) => run.sha === sha);
  return [...new Map(ofCommit.map((run) => [run.name, run])).values()];
}

function renderSummary(verdicts: readonly Verdict[]): Html {
  const count = (kind: Verdict['kind']) => verdicts.filter((verdict) => verdict.kind === kind).length;
  const [bad, waiting] = [count('bad'), count('waiting')];
  const symbol =
    bad > 0
      ? icon('x-circle-fill', { className: 'fgColor-danger' })
      : waiting > 0
        ? html`<span class="dot-waiting"></span>`
        : icon('check-circle-fill', { className: 'fgColor-success' });
  const title =
    bad > 0
      ? 'Some checks were not successful'
      : waiting > 0
        ? 'Some checks have not completed yet'
        : 'All checks have passed';
  const parts = [
    [bad, 'failing'],
    [waiting, 'in progress'],
    [count('neutral'), 'neutral'],
    [count('good'), 'successful'],
  ] as const;
  const counts = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return html`<div class="merge-symbol">${symbol}</div>
    <div class="merge-text">
      <h3>${title}</h3>
      <p>${counts.join(', ')} ${verdicts.length === 1 ? 'check' : 'checks'}</p>
    </div>`;
}

function renderStatus(status: CommitStatus): Html {
  const target = safeUrl(status.targetUrl);
  return renderRow(determineVerdict(status), {
    name: status.context,
    description: status.description,
    link: target,
    more: html``,
  });
}

function renderCheckRun(visit: Visit, pullRequest: PullRequest, run: CheckRun): Html {
  return renderRow(determineVerdict(run), {
    name: run.name,
    description: run.output.title,
    link: safeUrl(run.detailsUrl),
    more: renderCheckOutput(visit, pullRequest, run),
  });
}

interface Row {
  readonly name: string;
  readonly description: string | undefined;
  readonly link: string | undefined;
  readonly more: Html;
}

function renderRow({ symbol, said }: Verdict, { name, description, link, more }: Row): Html {
  return html`<div class="Box-row status-row" data-check="${name}">
    <div class="status-symbol">${symbol}</div>
    <div class="status-text"><strong>${name}</strong> <span class="color-fg-muted">${description ?? said}</span></div>
    <div class="status-links">
      ${link === undefined ? '' : html`<a href="${link}" rel="nofollow noopener">Details</a>`}
    </div>
    ${more}
  </div>`;
}
