import { html } from 'hono/html';
import type { PullRequest } from '../../state/pull-request.ts';
import { fullName } from '../../state/repository.ts';
import { renderDocument } from '../document.ts';
import type { Html } from '../html.ts';
import { renderRepositoryHeader } from '../repository/repository-header.ts';
import type { Visit } from '../visit.ts';
import { renderCommentForm } from './comment-form.ts';
import { renderMergeBox } from './merge-box.ts';
import { renderPullRequestHeader } from './pull-request-header.ts';
import { renderSidebar } from './sidebar.ts';
import { renderTimeline } from './timeline.ts';

/** The conversation of a pull request: what happened from top to bottom, what can be done now, and what is set. */
export async function renderPullRequestPage(visit: Visit, pullRequest: PullRequest): Promise<Html> {
  const { repository, title, number } = pullRequest;
  return renderDocument(visit, {
    title: `${title} · Pull request #${number} · ${fullName(repository)}`,
    repository,
    header: renderRepositoryHeader(repository, 'pulls'),
    main: html`${renderPullRequestHeader(visit, pullRequest, 'conversation')}
      <div class="conversation">
        <div class="conversation-main">
          ${renderTimeline(visit, pullRequest)} ${await renderMergeBox(visit, pullRequest)}
          ${renderCommentForm(visit, pullRequest)}
        </div>
        ${renderSidebar(visit, pullRequest)}
      </div>`,
  });
}
