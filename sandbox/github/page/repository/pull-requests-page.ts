import { html } from 'hono/html';
import type { PullRequest } from '../../state/pull-request.ts';
import { fullName } from '../../state/repository.ts';
import type { Repository } from '../../state/repository.ts';
import { renderDocument } from '../document.ts';
import type { Html } from '../html.ts';
import { icon } from '../icon.ts';
import { labelTag } from '../label-tag.ts';
import { pullRequestAddress } from '../pull-request/pull-request-address.ts';
import { renderPullRequestIcon } from '../pull-request/pull-request-state.ts';
import { renderTime } from '../time.ts';
import { renderTitle } from '../title.ts';
import type { Visit } from '../visit.ts';
import { renderRepositoryHeader } from './repository-header.ts';

/** Pull requests, those that are open or those that are closed, newest first. */
export function renderPullRequestsPage(visit: Visit, repository: Repository, state: PullRequest['state']): Html {
  const { pullRequests } = repository;
  const shown = pullRequests.filter((pullRequest) => pullRequest.state === state).toReversed();
  const open = pullRequests.filter((pullRequest) => pullRequest.state === 'open').length;
  const address = `/${fullName(repository)}/pulls`;
  return renderDocument(visit, {
    title: `Pull requests · ${fullName(repository)}`,
    repository,
    header: renderRepositoryHeader(repository, 'pulls'),
    main: html`<div class="Box">
      <div class="Box-header pulls-header">
        <a href="${address}" ${state === 'open' ? html`aria-current="page"` : ''}
          >${icon('git-pull-request')} ${open} Open</a
        >
        <a href="${address}?state=closed" ${state === 'closed' ? html`aria-current="page"` : ''}>
          ${icon('check')} ${pullRequests.length - open} Closed
        </a>
      </div>
      ${
        shown.length === 0
          ? html`<div class="blankslate"><p>There are no ${state} pull requests.</p></div>`
          : shown.map((pullRequest) => renderRow(visit, pullRequest))
      }
    </div>`,
  });
}

function renderRow(visit: Visit, pullRequest: PullRequest): Html {
  const { title, number, author, createdAt, labels, comments } = pullRequest;
  return html`<div class="Box-row Box-row--hover-gray pulls-row">
    ${renderPullRequestIcon(pullRequest)}
    <div class="pulls-text">
      <a class="Link--primary h4" href="${pullRequestAddress(pullRequest)}">${renderTitle(title)}</a>
      <span class="label-row">${labels.map(labelTag)}</span>
      <p class="color-fg-muted text-small mb-0">
        #${number} opened ${renderTime(createdAt, visit.now)} by ${author.login}
      </p>
    </div>
    ${comments.length === 0 ? '' : html`<span class="color-fg-muted text-small">${icon('comment')} ${comments.length}</span>`}
  </div>`;
}
