import { html } from 'hono/html';
import type { PullRequest } from '../../state/pull-request.ts';
import { avatar } from '../avatar.ts';
import type { Html } from '../html.ts';
import { icon } from '../icon.ts';
import { hasRole } from '../determine-role.ts';
import type { Visit } from '../visit.ts';
import { pullRequestAddress } from './pull-request-address.ts';

/** A new comment, alone or together with closing or reopening. */
export function renderCommentForm(visit: Visit, pullRequest: PullRequest): Html {
  const { person } = visit;
  const mayClose = pullRequest.author === person || hasRole(person, pullRequest.repository, 'triage');
  return html`<form
    class="comment comment-form"
    method="post"
    action="${pullRequestAddress(pullRequest)}/comments"
    data-inline
  >
    <div class="comment-avatar">${avatar(person, 40)}</div>
    <div class="Box comment-box">
      <label class="comment-header" for="new-comment"
        ><span>Add a comment as <strong class="color-fg-default">${person.login}</strong></span></label
      >
      <div class="p-2">
        <textarea
          class="form-control input-block"
          id="new-comment"
          name="body"
          rows="4"
          placeholder="Markdown, /commands, @mentions"
        ></textarea>
        <div class="form-buttons">
          ${mayClose ? renderStateButton(pullRequest) : ''}
          <button class="btn btn-primary" name="action" value="comment">Comment</button>
        </div>
      </div>
    </div>
  </form>`;
}

function renderStateButton({ state, merge }: PullRequest): Html {
  if (merge !== undefined) return html``;
  if (state === 'closed') {
    return html`<button class="btn" name="action" value="reopen">
      ${icon('git-pull-request')} Reopen pull request
    </button>`;
  }
  return html`<button class="btn" name="action" value="close">
    ${icon('git-pull-request-closed', { className: 'fgColor-danger' })} Close pull request
  </button>`;
}
