import { html } from 'hono/html';
import type { PullRequest, Review } from '../../state/pull-request.ts';
import { accountLink } from '../account-link.ts';
import { avatar } from '../avatar.ts';
import type { Html } from '../html.ts';
import { icon } from '../icon.ts';
import { hasRole } from '../determine-role.ts';
import type { Visit } from '../visit.ts';
import { renderLabels } from './labels.ts';
import { pullRequestAddress } from './pull-request-address.ts';

/** What is set on the pull request, and what a person does to it outside the conversation. */
export function renderSidebar(visit: Visit, pullRequest: PullRequest): Html {
  return html`<aside class="conversation-sidebar" aria-label="Pull request settings">
    ${renderLabels(visit, pullRequest)} ${renderReviewers(visit, pullRequest)} ${renderBranch(visit, pullRequest)}
  </aside>`;
}

function renderReviewers(visit: Visit, pullRequest: PullRequest): Html {
  const latest = [...new Map(pullRequest.reviews.map((review) => [review.author, review])).values()];
  const mayReview = pullRequest.state === 'open' && pullRequest.author !== visit.person;
  return html`<section class="sidebar-section">
    <h2>Reviewers</h2>
    ${latest.length === 0 ? html`<p class="color-fg-muted">No reviews</p>` : latest.map(renderReviewer)}
    ${
      mayReview
        ? html`<form method="post" action="${pullRequestAddress(pullRequest)}/review" data-inline>
            <button class="btn btn-sm" name="state" value="APPROVED">${icon('check')} Approve</button>
            <button class="btn btn-sm" name="state" value="CHANGES_REQUESTED">Request changes</button>
          </form>`
        : ''
    }
  </section>`;
}

function renderReviewer({ author, state }: Review): Html {
  return html`<p class="sidebar-line">
    ${avatar(author, 20)} ${accountLink(author)} <span class="sidebar-end">${renderVerdict(state)}</span>
  </p>`;
}

function renderVerdict(state: Review['state']): Html {
  switch (state) {
    case 'APPROVED':
      return icon('check', { className: 'fgColor-success', label: 'approved' });
    case 'CHANGES_REQUESTED':
      return icon('file-diff', { className: 'fgColor-danger', label: 'requested changes' });
    case 'COMMENTED':
      return icon('comment', { className: 'fgColor-muted', label: 'commented' });
  }
}

function renderBranch(visit: Visit, pullRequest: PullRequest): Html {
  if (pullRequest.state === 'closed') return html``;
  const { person } = visit;
  const { head, author, repository, draft } = pullRequest;
  const mayDraft = !draft && (author === person || hasRole(person, repository, 'write'));
  const address = pullRequestAddress(pullRequest);
  return html`<section class="sidebar-section">
    <h2>Branch</h2>
    <p class="color-fg-muted">Pushes a real commit to <span class="branch-name">${head.ref}</span>.</p>
    <form class="sidebar-buttons" method="post" action="${address}/push" data-inline>
      <button class="btn btn-sm btn-block" name="kind" value="commit">
        ${icon('git-commit')} Push a sample commit
      </button>
      <button class="btn btn-sm btn-block" name="kind" value="amend">
        ${icon('repo-push')} Force-push the last one
      </button>
    </form>
    ${
      mayDraft
        ? html`<form method="post" action="${address}/draft" data-inline>
            <button class="btn-link color-fg-muted text-small mt-2" name="draft" value="yes">Convert to draft</button>
          </form>`
        : ''
    }
  </section>`;
}
