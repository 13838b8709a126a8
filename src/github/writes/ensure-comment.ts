import { z } from 'zod';
import type { PullRequestAddress } from '../../engine/ports/github.ts';
import { commentMarker } from '../../report/comment-marker.ts';
import type { RepositoryClient } from '../create-github-clients.ts';
import { isNotFound } from '../errors.ts';
import { isOwn, Signature, type Identity } from '../identity.ts';
import { askAll, askOne } from '../requests/ask.ts';
import { limitBody } from './limit-text.ts';

/**
 * Makes the one comment of a pull request say the body. It is found by the id that was kept, else by its first line among
 * all comments, and only if the App wrote it: anybody can write such a line. A comment that says it already is not written.
 */
export async function ensureComment(
  client: RepositoryClient,
  identity: Identity,
  { number, id, body, create }: CommentWish,
): Promise<number | undefined> {
  const text = limitBody(body.startsWith(commentMarker) ? body : `${commentMarker}\n${body}`);
  const isOurs = (comment: Comment) => isOwnComment(identity, number, comment);
  const found =
    (id === undefined ? undefined : await readComment(client, id, isOurs)) ??
    (await listComments(client, number)).find(isOurs);
  if (found !== undefined) {
    if (normalize(found.body) !== normalize(text)) await updateComment(client, found.id, text);
    return found.id;
  }
  return create ? createComment(client, number, text) : undefined;
}

export interface CommentWish {
  readonly number: PullRequestAddress['number'];
  readonly id: number | undefined;
  readonly body: string;
  readonly create: boolean;
}

type Comment = z.output<typeof Comment>;
const Comment = z.object({
  id: z.int(),
  body: z.string(),
  issue_url: z.string(),
  user: Signature.author,
  performed_via_github_app: Signature.app,
});
const comments = '/repos/{owner}/{repo}/issues/{issue_number}/comments';
const comment = '/repos/{owner}/{repo}/issues/comments/{comment_id}';

function isOwnComment(identity: Identity, number: number, { user, body, ...rest }: Comment): boolean {
  const isHere = rest.issue_url.endsWith(`/issues/${number}`);
  return (
    isHere && body.startsWith(commentMarker) && isOwn(identity, { author: user, app: rest.performed_via_github_app })
  );
}

/** As GitHub may hand a text back: it shows the same. */
function normalize(text: string): string {
  return text.replaceAll('\r\n', '\n').trim();
}

async function readComment(
  { octokit, place }: RepositoryClient,
  id: number,
  isOurs: (comment: Comment) => boolean,
): Promise<Comment | undefined> {
  try {
    const found = await askOne(octokit, Comment, `GET ${comment}`, { ...place, comment_id: id });
    return isOurs(found) ? found : undefined;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function listComments({ octokit, place }: RepositoryClient, number: number): Promise<readonly Comment[]> {
  return askAll(octokit, Comment, `GET ${comments}`, { ...place, issue_number: number });
}

async function updateComment({ octokit, place }: RepositoryClient, id: number, body: string): Promise<void> {
  await askOne(octokit, Comment, `PATCH ${comment}`, { ...place, comment_id: id, body });
}

async function createComment({ octokit, place }: RepositoryClient, number: number, body: string): Promise<number> {
  const made = await askOne(octokit, Comment, `POST ${comments}`, { ...place, issue_number: number, body });
  return made.id;
}
