import { html } from 'hono/html';
import type { PullRequest } from '../../state/pull-request.ts';
import { fullName } from '../../state/repository.ts';
import type { Html } from '../html.ts';
import { icon } from '../icon.ts';
import { hasRole } from '../determine-role.ts';
import { renderTitle } from '../title.ts';
import type { Visit } from '../visit.ts';
import { pullRequestAddress } from './pull-request-address.ts';
import { renderPullRequestState } from './pull-request-state.ts';

type Tab = 'conversation' | 'files';

/** Title, state and tabs. */
export function renderPullRequestHeader(visit: Visit, pullRequest: PullRequest, tab: Tab): Html {
  const address = pullRequestAddress(pullRequest);
  return html`<div class="pull-header">
    <div class="pull-title">
      <h1>${renderTitle(pullRequest.title)} <span class="color-fg-muted text-light">#${pullRequest.number}</span></h1>
      ${renderTitleForm(visit, pullRequest)}
    </div>
    <div class="pull-summary">
      ${renderPullRequestState(pullRequest)}
      <span class="color-fg-muted">${renderSummary(pullRequest)}</span>
    </div>
    <nav class="UnderlineNav pull-tabs" aria-label="Pull request">
      <div class="UnderlineNav-body">
        ${renderTab({ href: address, label: 'Conversation', isHere: tab === 'conversation', symbol: icon('comment-discussion') })}
        ${renderTab({ href: `${address}/files`, label: 'Files changed', isHere: tab === 'files', symbol: icon('file-diff') })}
      </div>
    </nav>
  </div>`;
}

function renderTitleForm(visit: Visit, pullRequest: PullRequest): Html {
  const { person } = visit;
  if (pullRequest.author !== person && !hasRole(person, pullRequest.repository, 'write')) return html``;
  return html`<details class="menu-details" id="edit-title">
    <summary class="btn btn-sm">Edit</summary>
    <form
      class="menu-popover menu-popover-wide"
      method="post"
      action="${pullRequestAddress(pullRequest)}/edit"
      data-inline
    >
      <label class="menu-title" for="new-title">Title</label>
      <input class="form-control input-block" id="new-title" name="title" value="${pullRequest.title}" required />
      <label class="menu-title" for="new-body">Description</label>
      <textarea class="form-control input-block" id="new-body" name="body" rows="8">${pullRequest.body ?? ''}</textarea>
      <button class="btn btn-sm btn-primary mt-2">Save</button>
    </form>
  </details>`;
}

function renderSummary(pullRequest: PullRequest): Html {
  const { author, base, head, merge, repository } = pullRequest;
  const { commits: count } = pullRequest.difference;
  const commits = count === 1 ? '1 commit' : `${count} commits`;
  const actor = merge?.by ?? author;
  const isFork = head.repository !== repository;
  return html`<a class="Link--secondary text-bold" href="/${actor.login}">${actor.login}</a>
    ${merge === undefined ? `wants to merge ${commits} into` : `merged ${commits} into`}
    <a class="branch-name" href="/${fullName(repository)}">${base.ref}</a> from
    <span class="branch-name">${isFork ? `${head.owner.login}:${head.ref}` : head.ref}</span>`;
}

interface TabOptions {
  readonly href: string;
  readonly label: string;
  readonly isHere: boolean;
  readonly symbol: Html;
}

function renderTab({ href, label, isHere, symbol }: TabOptions): Html {
  return html`<a class="UnderlineNav-item" href="${href}" ${isHere ? html`aria-current="page"` : ''}>
    <span class="UnderlineNav-octicon">${symbol}</span> ${label}
  </a>`;
}
