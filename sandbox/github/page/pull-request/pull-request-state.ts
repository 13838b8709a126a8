import type { IconName } from '@primer/octicons';
import { html } from 'hono/html';
import type { PullRequest } from '../../state/pull-request.ts';
import type { Html } from '../html.ts';
import { icon } from '../icon.ts';

interface Look {
  readonly label: string;
  readonly name: 'draft' | 'open' | 'merged' | 'closed';
  readonly symbol: IconName;
}

/** The coloured badge next to the title. */
export function renderPullRequestState(pullRequest: PullRequest): Html {
  const { label, name, symbol } = determineLook(pullRequest);
  return html`<span class="State State--${name}">${icon(symbol)} ${label}</span>`;
}

/** The icon in front of the title in lists. */
export function renderPullRequestIcon(pullRequest: PullRequest): Html {
  const { label, name, symbol } = determineLook(pullRequest);
  const color = name === 'merged' ? 'done' : name === 'draft' ? 'muted' : name;
  return icon(symbol, { label, className: `fgColor-${color}` });
}

function determineLook({ merge, state, draft }: PullRequest): Look {
  if (merge !== undefined) return { label: 'Merged', name: 'merged', symbol: 'git-merge' };
  if (state === 'closed') return { label: 'Closed', name: 'closed', symbol: 'git-pull-request-closed' };
  if (draft) return { label: 'Draft', name: 'draft', symbol: 'git-pull-request-draft' };
  return { label: 'Open', name: 'open', symbol: 'git-pull-request' };
}
