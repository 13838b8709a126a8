import type { App } from '../state/app.ts';
import type { Comment, Reaction } from '../state/comment.ts';
import type { PullRequest } from '../state/pull-request.ts';
import { renderUser } from './user.ts';
import { renderApp } from './app.ts';
import { determineAuthorAssociation } from './author-association.ts';
import { renderReactionCounts } from './issue.ts';
import { apiOf, nodeId, pageOf, timeOf } from './links.ts';
import type { Links } from './links.ts';

export function renderComment(links: Links, app: App, pullRequest: PullRequest, comment: Comment) {
  const { repository, number } = pullRequest;
  const url = `${apiOf(links, repository)}/issues/comments/${comment.id}`;
  const contents = comment.reactions.map(({ content }) => content);
  return {
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    url,
    html_url: `${pageOf(links, repository)}/pull/${number}#issuecomment-${comment.id}`,
    issue_url: `${apiOf(links, repository)}/issues/${number}`,
    user: renderUser(links, comment.author),
    created_at: timeOf(comment.createdAt),
    updated_at: timeOf(comment.updatedAt),
    body: comment.body,
    author_association: determineAuthorAssociation(repository, comment.author),
    performed_via_github_app: comment.viaApp ? renderApp(links, app) : null,
    reactions: renderReactionCounts(`${url}/reactions`, contents),
  };
}

export function renderReaction(links: Links, reaction: Reaction) {
  return {
    id: reaction.id,
    node_id: nodeId('REA', reaction.id),
    user: renderUser(links, reaction.account),
    content: reaction.content,
    created_at: timeOf(reaction.createdAt),
  };
}
