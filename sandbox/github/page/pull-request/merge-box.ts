import { html } from 'hono/html';
import { listRefs } from '../../git/refs.ts';
import type { PullRequest } from '../../state/pull-request.ts';
import type { Html } from '../html.ts';
import { icon } from '../icon.ts';
import { hasRole } from '../determine-role.ts';
import type { Visit } from '../visit.ts';
import { renderChecks } from './checks.ts';
import { renderDeploymentsBox } from './deployments-box.ts';
import { pullRequestAddress } from './pull-request-address.ts';

/** What GitHub shows below the timeline: deployments, checks, and whether it can be merged. */
export async function renderMergeBox(visit: Visit, pullRequest: PullRequest): Promise<Html> {
  const canDelete = hasRole(visit.person, pullRequest.repository, 'write') && (await hasBranch(pullRequest));
  return html`<section class="merge-box" id="merge-box" aria-label="Merge">
    <div class="Box">
      ${renderDeploymentsBox(visit, pullRequest)} ${renderChecks(visit, pullRequest)}
      ${renderMergeState(visit, pullRequest, canDelete)}
    </div>
  </section>`;
}

/** A fork's branches are its owner's to delete. */
async function hasBranch({ head, repository }: PullRequest): Promise<boolean> {
  if (head.repository !== repository) return false;
  const ref = `refs/heads/${head.ref}`;
  return (await listRefs(repository.directory, ref)).has(ref);
}

function renderMergeState(visit: Visit, pullRequest: PullRequest, canDelete: boolean): Html {
  const canWrite = hasRole(visit.person, pullRequest.repository, 'write');
  if (pullRequest.merge !== undefined) return renderMerged(pullRequest, canDelete);
  if (pullRequest.state === 'closed') return renderClosed(pullRequest, canDelete);
  if (pullRequest.draft) return renderDraft(visit, pullRequest, canWrite);
  return renderOpen(pullRequest, canWrite);
}

function renderMerged(pullRequest: PullRequest, canDelete: boolean): Html {
  return renderRow({
    symbol: icon('git-merge', { className: 'fgColor-done' }),
    title: 'Pull request successfully merged and closed',
    text: canDelete ? `The branch ${pullRequest.head.ref} can be safely deleted.` : 'Everything is done.',
    action: canDelete ? renderDeleteBranch(pullRequest) : html``,
  });
}

function renderClosed(pullRequest: PullRequest, canDelete: boolean): Html {
  return renderRow({
    symbol: icon('git-pull-request-closed', { className: 'fgColor-closed' }),
    title: 'Closed with unmerged commits',
    text: 'Its commits are not in the base branch.',
    action: canDelete ? renderDeleteBranch(pullRequest) : html``,
  });
}

function renderDraft(visit: Visit, pullRequest: PullRequest, canWrite: boolean): Html {
  const canChange = canWrite || pullRequest.author === visit.person;
  return renderRow({
    symbol: icon('git-pull-request-draft', { className: 'fgColor-muted' }),
    title: 'This pull request is still a work in progress',
    text: 'Draft pull requests cannot be merged.',
    action: canChange
      ? renderForm(
          pullRequest,
          'draft',
          html`<button class="btn btn-sm" name="draft" value="no">Ready for review</button>`,
        )
      : html``,
  });
}

function renderOpen(pullRequest: PullRequest, canWrite: boolean): Html {
  const { mergeable } = pullRequest.difference;
  const row = mergeable
    ? renderRow({
        symbol: icon('check-circle-fill', { className: 'fgColor-success' }),
        title: 'No conflicts with base branch',
        text: canWrite ? 'Merging can be performed automatically.' : 'Only those with write access may merge.',
      })
    : renderRow({
        symbol: icon('alert-fill', { className: 'fgColor-attention' }),
        title: 'This branch has conflicts that must be resolved',
        text: 'Change the branch so that it merges with the base branch.',
      });
  return html`${row} ${renderMergeForm(pullRequest, canWrite && mergeable)}`;
}

/** Also without the right to merge it can be pressed: what GitHub answers then is worth seeing. */
function renderMergeForm(pullRequest: PullRequest, canMerge: boolean): Html {
  return html`<form
    class="Box-body merge-form"
    method="post"
    action="${pullRequestAddress(pullRequest)}/merge"
    data-inline
  >
    <button class="btn ${canMerge ? 'btn-primary' : ''}">${icon('git-merge')} Merge pull request</button>
    <label class="sr-only" for="merge-method">How to merge</label>
    <select class="form-select" name="method" id="merge-method">
      <option value="merge">Create a merge commit</option>
      <option value="squash">Squash and merge</option>
      <option value="rebase">Rebase and merge</option>
    </select>
  </form>`;
}

interface Row {
  readonly symbol: Html;
  readonly title: string;
  readonly text: string;
  readonly action?: Html;
}

function renderRow({ symbol, title, text, action }: Row): Html {
  return html`<div class="Box-row merge-row">
    <div class="merge-symbol">${symbol}</div>
    <div class="merge-text">
      <h3>${title}</h3>
      <p>${text}</p>
    </div>
    ${action ?? ''}
  </div>`;
}

function renderDeleteBranch(pullRequest: PullRequest): Html {
  return renderForm(pullRequest, 'delete-branch', html`<button class="btn btn-sm">Delete branch</button>`);
}

function renderForm(pullRequest: PullRequest, operation: string, button: Html): Html {
  return html`<form method="post" action="${pullRequestAddress(pullRequest)}/${operation}" data-inline>
    ${button}
  </form>`;
}
