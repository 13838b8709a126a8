import { addComment, addReaction, deleteComment, editComment } from '../actions/comments.ts';
import type { CommentPlace } from '../actions/comments.ts';
import { forbidden, notFound } from '../http/api-error.ts';
import { paginate } from '../http/paginate.ts';
import { created, noContent, ok, openRoute, readRoute, writeRoute } from '../http/route.ts';
import type { Answer, RepositoryCall, Route, SignedCall } from '../http/route.ts';
import { renderComment, renderReaction } from '../render/comment.ts';
import { renderIssue } from '../render/issue.ts';
import { renderIssueEvents } from '../render/issue-events.ts';
import type { ReactionContent } from '../state/comment.ts';
import { findRole, isAtLeast } from '../state/repository.ts';
import { requirePullRequest, sortByTime } from './pull-requests.ts';
import { searchIssues } from './search.ts';

const read = ['issues:read', 'pull_requests:read'];
const write = ['issues:write', 'pull_requests:write'];
const issues = '/repos/{owner}/{repo}/issues';
const issue = `${issues}/{issue_number}` as const;
const comment = `${issues}/comments/{comment_id}` as const;

export const issueRoutes: readonly Route[] = [
  openRoute('GET /search/issues', searchIssues),
  readRoute(`GET ${issues}`, read, list),
  readRoute(`GET ${issue}`, read, (call) => ok(renderIssue(call.world.links, requirePullRequest(call)))),
  readRoute(`GET ${issue}/events`, read, (call) => {
    const { items, headers } = paginate(call, renderIssueEvents(call.world.links, requirePullRequest(call)));
    return ok(items, headers);
  }),
  readRoute(`GET ${issue}/comments`, read, listComments),
  writeRoute(`POST ${issue}/comments`, write, 'read', (call) => {
    const { body } = call.body as { body: string };
    const pullRequest = requirePullRequest(call);
    const added = addComment(call.world, pullRequest, call.account, body);
    return created(renderComment(call.world.links, call.state.app, pullRequest, added));
  }),
  readRoute(`GET ${comment}`, read, (call) => answerComment(call, requireComment(call))),
  writeRoute(`PATCH ${comment}`, write, 'read', (call) => {
    const place = requireOwnComment(call);
    editComment(call.world, place, call.account, (call.body as { body: string }).body);
    return answerComment(call, place);
  }),
  writeRoute(`DELETE ${comment}`, write, 'read', (call) => {
    deleteComment(call.world, requireOwnComment(call), call.account);
    return noContent();
  }),
  readRoute(`GET ${comment}/reactions`, read, (call) => {
    const { items, headers } = paginate(call, requireComment(call).comment.reactions);
    return ok(
      items.map((reaction) => renderReaction(call.world.links, reaction)),
      headers,
    );
  }),
  writeRoute(`POST ${comment}/reactions`, write, 'read', (call) => {
    const { content } = call.body as { content: ReactionContent };
    const { reaction, isNew } = addReaction(call.world, requireComment(call), call.account, content);
    const rendered = renderReaction(call.world.links, reaction);
    return isNew ? created(rendered) : ok(rendered);
  }),
];

function list(call: RepositoryCall): Answer {
  const { repository, query, world } = call;
  const state = query.get('state') ?? 'open';
  const labels = (query.get('labels') ?? '').split(',').filter((name) => name !== '');
  const chosen = repository.pullRequests.filter(
    (each) =>
      (state === 'all' || each.state === state) &&
      labels.every((name) => each.labels.some((label) => label.name.toLowerCase() === name.toLowerCase())),
  );
  const { items, headers } = paginate(call, sortByTime(chosen, query));
  return ok(
    items.map((pullRequest) => renderIssue(world.links, pullRequest)),
    headers,
  );
}

function listComments(call: RepositoryCall): Answer {
  const pullRequest = requirePullRequest(call);
  const since = new Date(call.query.get('since') ?? 0);
  const { items, headers } = paginate(
    call,
    pullRequest.comments.filter(({ updatedAt }) => updatedAt >= since),
  );
  return ok(
    items.map((each) => renderComment(call.world.links, call.state.app, pullRequest, each)),
    headers,
  );
}

function requireComment({ repository, params }: RepositoryCall): CommentPlace {
  for (const pullRequest of repository.pullRequests) {
    const found = pullRequest.comments.find(({ id }) => String(id) === params['comment_id']);
    if (found) return { pullRequest, comment: found };
  }
  throw notFound();
}

/** People change their own comments, and all of them with write access, as an App with the permission does. */
function requireOwnComment(call: SignedCall): CommentPlace {
  const place = requireComment(call);
  const own = place.comment.author.id === call.account.id;
  const mayAll = call.actor.kind === 'installation' || isAtLeast(findRole(call.repository, call.account), 'write');
  if (!own && !mayAll) throw forbidden('Must have admin rights to Repository.');
  return place;
}

function answerComment({ world, state }: RepositoryCall, place: CommentPlace): Answer {
  return ok(renderComment(world.links, state.app, place.pullRequest, place.comment));
}
