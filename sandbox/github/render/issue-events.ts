import { renderUser } from './user.ts';
import { apiOf, nodeId, timeOf } from './links.ts';
import type { Links } from './links.ts';
import type { PullRequest } from '../state/pull-request.ts';
import type { TimelineEntry } from '../state/timeline.ts';

/** What happened to a pull request, as far as GitHub lists it among the events of an issue: labels and titles. */
export function renderIssueEvents(links: Links, pullRequest: PullRequest) {
  return pullRequest.timeline.flatMap((entry, at) => {
    const details = describe(entry);
    if (!details) return [];
    // The timeline only grows at its end, apart from deleted comments: good enough for an id.
    const id = pullRequest.issueId * 1000 + at;
    return [
      {
        id,
        node_id: nodeId('LE', id),
        url: `${apiOf(links, pullRequest.repository)}/issues/events/${id}`,
        actor: renderUser(links, entry.actor),
        commit_id: null,
        commit_url: null,
        created_at: timeOf(entry.at),
        performed_via_github_app: null,
        ...details,
      },
    ];
  });
}

function describe(entry: TimelineEntry) {
  switch (entry.kind) {
    case 'labeled':
    case 'unlabeled':
      return { event: entry.kind, label: entry.label };
    case 'renamed':
      return { event: entry.kind, rename: { from: entry.from, to: entry.to } };
    default:
      return undefined;
  }
}
