import { renderComment } from '../render/comment.ts';
import { renderIssue } from '../render/issue.ts';
import { countCharacters } from '../http/count-characters.ts';
import { unprocessable } from '../http/api-error.ts';
import type { Account } from '../state/account.ts';
import type { Comment, Reaction, ReactionContent } from '../state/comment.ts';
import type { PullRequest } from '../state/pull-request.ts';
import { nextId } from '../state/state.ts';
import { announce, emit } from '../webhooks/emit.ts';
import type { World } from '../world.ts';

export const longestBody = 65_536;

export function addComment(world: World, pullRequest: PullRequest, author: Account, body: string): Comment {
  refuseLongBody(body);
  const at = world.clock.now();
  const viaApp = author === world.state.app.bot;
  const comment: Comment = {
    id: nextId(world.state),
    author,
    viaApp,
    body,
    createdAt: at,
    updatedAt: at,
    reactions: [],
  };
  pullRequest.comments.push(comment);
  pullRequest.updatedAt = at;
  pullRequest.timeline.push({ kind: 'commented', commentId: comment.id, at, actor: author });
  emitComment(world, pullRequest, comment, { action: 'created', sender: author });
  return comment;
}

export function editComment(world: World, { pullRequest, comment }: CommentPlace, actor: Account, body: string): void {
  refuseLongBody(body);
  const from = comment.body;
  comment.body = body;
  comment.updatedAt = world.clock.now();
  emitComment(world, pullRequest, comment, { action: 'edited', sender: actor, more: { changes: { body: { from } } } });
}

export function deleteComment(world: World, { pullRequest, comment }: CommentPlace, actor: Account): void {
  const { comments, timeline } = pullRequest;
  comments.splice(comments.indexOf(comment), 1);
  const told = timeline.findIndex((entry) => entry.kind === 'commented' && entry.commentId === comment.id);
  if (told >= 0) timeline.splice(told, 1);
  emitComment(world, pullRequest, comment, { action: 'deleted', sender: actor });
}

/** The same person reacts in the same way only once. */
export function addReaction(
  world: World,
  { pullRequest, comment }: CommentPlace,
  account: Account,
  content: ReactionContent,
): { reaction: Reaction; isNew: boolean } {
  const found = comment.reactions.find((each) => each.account === account && each.content === content);
  if (found) return { reaction: found, isNew: false };
  const reaction: Reaction = { id: nextId(world.state), account, content, createdAt: world.clock.now() };
  comment.reactions.push(reaction);
  announce(world, pullRequest.repository, pullRequest.number);
  return { reaction, isNew: true };
}

export interface CommentPlace {
  readonly pullRequest: PullRequest;
  readonly comment: Comment;
}

function refuseLongBody(body: string): void {
  if (body.trim() === '') throw unprocessable("Validation Failed: body can't be blank");
  if (countCharacters(body) > longestBody) {
    throw unprocessable(`Validation Failed: body is too long (maximum is ${longestBody} characters)`);
  }
}

function emitComment(
  world: World,
  pullRequest: PullRequest,
  comment: Comment,
  {
    action,
    sender,
    more,
  }: { action: 'created' | 'edited' | 'deleted'; sender: Account; more?: Record<string, unknown> },
): void {
  const { links, state } = world;
  const { repository, number } = pullRequest;
  const payload = {
    issue: renderIssue(links, pullRequest),
    comment: renderComment(links, state.app, pullRequest, comment),
    ...more,
  };
  emit(world, { event: 'issue_comment', action, repository, sender, payload });
  announce(world, repository, number);
}
