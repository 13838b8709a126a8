import { html } from 'hono/html';
import type { PullRequest } from '../../state/pull-request.ts';
import type { TimelineEntry } from '../../state/timeline.ts';
import type { Html } from '../html.ts';
import type { Visit } from '../visit.ts';
import { renderComment, renderDescription } from './comment.ts';
import { renderDeployed } from './deployed.ts';
import { groupLabels, renderLabelChanges } from './label-changes.ts';
import { renderReview } from './review.ts';
import { renderTimelineItem } from './timeline-item.ts';

/** Everything that happened, oldest first, beginning with the description. */
export function renderTimeline(visit: Visit, pullRequest: PullRequest): Html {
  return html`<div class="timeline" id="timeline">
    ${renderDescription(visit, pullRequest)}
    ${groupLabels(listTold(pullRequest)).map((group) =>
      group.kind === 'labels' ? renderLabelChanges(visit, group.changes) : renderEntry(visit, pullRequest, group.entry),
    )}
  </div>`;
}

/** Not told: that merging closes too, and commits that a force push took away. */
function listTold({ timeline }: PullRequest): TimelineEntry[] {
  const lastForcePush = timeline.findLastIndex(({ kind }) => kind === 'forcePushed');
  return timeline.filter((entry, at) => {
    if (entry.kind === 'committed') return at > lastForcePush;
    return !(entry.kind === 'closed' && timeline[at - 1]?.kind === 'merged');
  });
}

type Entry = Exclude<TimelineEntry, { kind: 'labeled' | 'unlabeled' }>;

function renderEntry(visit: Visit, pullRequest: PullRequest, entry: Entry): Html {
  switch (entry.kind) {
    case 'commented': {
      const comment = pullRequest.comments.find(({ id }) => id === entry.commentId);
      return comment === undefined ? html`` : renderComment(visit, pullRequest, comment);
    }
    case 'reviewed': {
      const review = pullRequest.reviews.find(({ id }) => id === entry.reviewId);
      return review === undefined ? html`` : renderReview(visit, pullRequest, review);
    }
    case 'deployed': {
      const deployment = pullRequest.repository.deployments.find(({ id }) => id === entry.deploymentId);
      return deployment === undefined ? html`` : renderDeployed(visit, entry, deployment);
    }
    default:
      return renderTimelineItem(visit, pullRequest, entry);
  }
}
