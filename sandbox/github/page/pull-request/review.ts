import { html } from 'hono/html';
import type { PullRequest, Review } from '../../state/pull-request.ts';
import type { Html } from '../html.ts';
import type { Visit } from '../visit.ts';
import { renderBody } from './comment.ts';
import { renderItem } from './timeline-item.ts';

const looks = {
  APPROVED: { symbol: 'check', tone: 'success', text: 'approved these changes' },
  CHANGES_REQUESTED: { symbol: 'file-diff', tone: 'danger', text: 'requested changes' },
  COMMENTED: { symbol: 'eye', tone: 'accent', text: 'reviewed' },
} as const;

/** What a reviewer said. */
export function renderReview(visit: Visit, pullRequest: PullRequest, review: Review): Html {
  const { symbol, tone, text } = looks[review.state];
  const line = renderItem(visit, { at: review.submittedAt, actor: review.author, symbol, tone, text: html`${text}` });
  if (review.body.trim() === '') return line;
  return html`${line}
    <div class="Box comment-box review-body">${renderBody(visit, pullRequest, review.body)}</div>`;
}
