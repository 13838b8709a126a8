import { html } from 'hono/html';
import { determineAuthorAssociation } from '../../render/author-association.ts';
import type { AuthorAssociation } from '../../render/author-association.ts';
import type { Account } from '../../state/account.ts';
import type { Comment } from '../../state/comment.ts';
import type { PullRequest } from '../../state/pull-request.ts';
import { fullName } from '../../state/repository.ts';
import { accountLink } from '../account-link.ts';
import { avatar } from '../avatar.ts';
import type { Html } from '../html.ts';
import { icon } from '../icon.ts';
import { findReferences } from '../markdown/find-references.ts';
import { renderMarkdown } from '../markdown/render-markdown.ts';
import { renderTime } from '../time.ts';
import type { Visit } from '../visit.ts';
import { pullRequestAddress } from './pull-request-address.ts';
import { renderReactions } from './reactions.ts';

/** What the author wrote when opening the pull request. */
export function renderDescription(visit: Visit, pullRequest: PullRequest): Html {
  const { author, createdAt, body } = pullRequest;
  const content = renderBody(visit, pullRequest, body ?? '');
  return renderBox({ id: 'description', author, isByViewer: author === visit.person }, [
    html`${accountLink(author)} commented ${renderTime(createdAt, visit.now)}`,
    renderAssociation(pullRequest, author, true),
    content,
  ]);
}

/** One comment with what its writer may do with it. */
export function renderComment(visit: Visit, pullRequest: PullRequest, comment: Comment): Html {
  const { author, createdAt, updatedAt, body, viaApp } = comment;
  const isByViewer = author === visit.person;
  const isEdited = updatedAt.getTime() > createdAt.getTime();
  return renderBox({ id: `issuecomment-${comment.id}`, author, isByViewer }, [
    html`${accountLink(author)} commented ${renderTime(createdAt, visit.now)}
    ${isEdited ? html`· edited ${renderTime(updatedAt, visit.now)}` : ''}`,
    html`${viaApp ? '' : renderAssociation(pullRequest, author, author === pullRequest.author)}
    ${isByViewer ? renderEditing(pullRequest, comment) : ''}`,
    html`${renderBody(visit, pullRequest, body)} ${renderReactions(comment)}`,
  ]);
}

/** Markdown in a comment of this pull request. */
export function renderBody(visit: Visit, { repository }: PullRequest, body: string): Html {
  if (body.trim() === '') {
    return html`<div class="comment-body"><em class="color-fg-muted">No description provided.</em></div>`;
  }
  const references = findReferences(visit.github.state);
  const content = renderMarkdown(body, { kind: 'comment', repository: fullName(repository), references });
  return html`<div class="comment-body markdown-body">${content}</div>`;
}

interface BoxOptions {
  readonly id: string;
  readonly author: Account;
  readonly isByViewer: boolean;
}

function renderBox(
  { id, author, isByViewer }: BoxOptions,
  [title, actions, content]: readonly [Html, Html, Html],
): Html {
  return html`<article class="comment ${isByViewer ? 'comment-own' : ''}" id="${id}">
    <div class="comment-avatar">${avatar(author, 40)}</div>
    <div class="Box comment-box">
      <header class="comment-header">
        <div class="comment-title">${title}</div>
        <div class="comment-actions">${actions}</div>
      </header>
      ${content}
    </div>
  </article>`;
}

const associations = {
  OWNER: 'Owner',
  MEMBER: 'Member',
  COLLABORATOR: 'Collaborator',
  CONTRIBUTOR: 'Contributor',
  NONE: undefined,
} as const satisfies Record<AuthorAssociation, string | undefined>;

function renderAssociation({ repository }: PullRequest, account: Account, isAuthor: boolean): Html {
  const association = associations[determineAuthorAssociation(repository, account)];
  return html`${association === undefined ? '' : html`<span class="Label Label--secondary">${association}</span>`}
  ${isAuthor ? html`<span class="Label Label--secondary">Author</span>` : ''}`;
}

function renderEditing(pullRequest: PullRequest, comment: Comment): Html {
  const address = `${pullRequestAddress(pullRequest)}/comments/${comment.id}`;
  return html`<details class="menu-details" id="edit-${comment.id}">
    <summary class="btn-octicon" aria-label="Edit comment">${icon('pencil')}</summary>
    <form class="menu-popover menu-popover-wide" method="post" action="${address}" data-inline>
      <label class="menu-title" for="edit-body-${comment.id}">Edit comment</label>
      <textarea class="form-control input-block" id="edit-body-${comment.id}" name="body" rows="10">
${comment.body}</textarea>
      <div class="form-buttons">
        <button class="btn btn-sm btn-danger" name="action" value="delete">Delete</button>
        <button class="btn btn-sm btn-primary" name="action" value="edit">Update comment</button>
      </div>
    </form>
  </details>`;
}
