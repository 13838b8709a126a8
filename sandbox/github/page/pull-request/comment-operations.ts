import { RefusedError, assertRole, readField } from '../act.ts';
import type { Press } from './operation.ts';

/** Writes a comment, and closes or reopens where that button was pressed, with or without a text. */
export async function writeComment({ github, context, pullRequest, person }: Press): Promise<void> {
  const [body, action] = [await readField(context, 'body'), await readField(context, 'action')];
  if (action === 'close' || action === 'reopen') assertMayClose({ pullRequest, person }, action);
  else if (body === '') throw new RefusedError('A comment needs a text.');
  if (body !== '') github.actions.comment(pullRequest, person, body);
  if (action === 'close') github.actions.close(pullRequest, person);
  if (action === 'reopen') await github.actions.reopen(pullRequest, person);
}

/** Edits or deletes a comment of one's own. */
export async function changeComment({ github, context, pullRequest, person }: Press): Promise<void> {
  const id = Number(context.req.param('comment'));
  const comment = pullRequest.comments.find((candidate) => candidate.id === id);
  if (comment === undefined) throw new RefusedError('That comment is gone.');
  if (comment.author !== person) assertRole(person, pullRequest.repository, 'write', 'change comments of others');
  if ((await readField(context, 'action')) === 'delete') {
    github.actions.deleteComment(pullRequest, person, comment);
    return;
  }
  const body = await readField(context, 'body');
  if (body === '') throw new RefusedError('A comment needs a text; delete it instead.');
  github.actions.editComment(pullRequest, person, comment, body);
}

function assertMayClose({ pullRequest, person }: Pick<Press, 'pullRequest' | 'person'>, action: string): void {
  if (pullRequest.author === person) return;
  assertRole(person, pullRequest.repository, 'triage', `${action} pull requests of others`);
}
