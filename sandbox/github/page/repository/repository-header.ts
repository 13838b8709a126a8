import type { IconName } from '@primer/octicons';
import { html } from 'hono/html';
import { fullName } from '../../state/repository.ts';
import type { Repository } from '../../state/repository.ts';
import type { Html } from '../html.ts';
import { icon } from '../icon.ts';

type Tab = 'code' | 'pulls' | 'deployments';

/** The repository's name and its tabs. */
export function renderRepositoryHeader(repository: Repository, here: Tab): Html {
  const address = `/${fullName(repository)}`;
  const open = repository.pullRequests.filter(({ state }) => state === 'open').length;
  return html`<div class="repository-header">
    <div class="repository-name">
      ${icon('repo', { className: 'fgColor-muted' })}
      <span
        ><a href="/${repository.owner.login}">${repository.owner.login}</a> /
        <a class="text-bold" href="${address}">${repository.name}</a></span
      >
      <span class="Label Label--secondary">${repository.private ? 'Private' : 'Public'}</span>
    </div>
    <nav class="UnderlineNav" aria-label="Repository">
      <div class="UnderlineNav-body">
        ${renderTab({ href: address, symbol: 'code', label: 'Code', isHere: here === 'code' })}
        ${renderTab({
          href: `${address}/pulls`,
          symbol: 'git-pull-request',
          label: 'Pull requests',
          count: open,
          isHere: here === 'pulls',
        })}
        ${renderTab({
          href: `${address}/deployments`,
          symbol: 'rocket',
          label: 'Deployments',
          count: repository.environments.length,
          isHere: here === 'deployments',
        })}
      </div>
    </nav>
  </div>`;
}

interface TabOptions {
  readonly href: string;
  readonly symbol: IconName;
  readonly label: string;
  readonly count?: number;
  readonly isHere: boolean;
}

function renderTab({ href, symbol, label, count, isHere }: TabOptions): Html {
  return html`<a class="UnderlineNav-item" href="${href}" ${isHere ? html`aria-current="page"` : ''}>
    <span class="UnderlineNav-octicon">${icon(symbol)}</span> ${label}
    ${count === undefined || count === 0 ? '' : html`<span class="Counter">${count}</span>`}
  </a>`;
}
