import { html } from 'hono/html';
import { reactionContents } from '../../state/comment.ts';
import type { Comment, ReactionContent } from '../../state/comment.ts';
import type { Html } from '../html.ts';

const emoji: Readonly<Record<ReactionContent, string>> = {
  '+1': '👍',
  '-1': '👎',
  laugh: '😄',
  confused: '😕',
  heart: '❤️',
  hooray: '🎉',
  rocket: '🚀',
  eyes: '👀',
};

/** How many people reacted to a comment, and how. */
export function renderReactions({ reactions }: Comment): Html {
  if (reactions.length === 0) return html``;
  const used = reactionContents
    .map((content) => ({ content, logins: reactions.filter((one) => one.content === content).map(toLogin) }))
    .filter(({ logins }) => logins.length > 0);
  return html`<div class="reactions">
    ${used.map(
      ({ content, logins }) =>
        html`<span class="reaction" title="${logins.join(', ')}">${emoji[content]} ${logins.length}</span>`,
    )}
  </div>`;
}

function toLogin({ account }: Comment['reactions'][number]): string {
  return account.login;
}
