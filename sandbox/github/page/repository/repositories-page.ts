import { html } from 'hono/html';
import type { Account } from '../../state/account.ts';
import { fullName } from '../../state/repository.ts';
import type { Repository } from '../../state/repository.ts';
import { avatar } from '../avatar.ts';
import { renderDocument } from '../document.ts';
import type { Html } from '../html.ts';
import { icon } from '../icon.ts';
import { determineRole } from '../determine-role.ts';
import { renderTime } from '../time.ts';
import type { Visit } from '../visit.ts';

/** The repositories that the person may see, of everybody or of one owner. */
export function renderRepositoriesPage(visit: Visit, owner?: Account): Html {
  const repositories = visit.github.state.repositories
    .filter((repository) => owner === undefined || repository.owner === owner)
    .filter((repository) => determineRole(visit.person, repository) !== undefined);
  const title = owner === undefined ? 'Repositories' : owner.login;
  return renderDocument(visit, {
    title,
    main: html`<h1 class="page-title">${owner === undefined ? '' : avatar(owner, 32)} ${title}</h1>
      ${
        repositories.length === 0
          ? html`<div class="blankslate"><p>There are no repositories yet.</p></div>`
          : html`<div class="Box">${repositories.map((repository) => renderRepository(visit, repository))}</div>`
      }`,
  });
}

function renderRepository(visit: Visit, repository: Repository): Html {
  const open = repository.pullRequests.filter(({ state }) => state === 'open').length;
  const name = fullName(repository);
  return html`<div class="Box-row repository-row">
    <div>
      <a class="h4" href="/${name}">${name}</a>
      <span class="Label Label--secondary">${repository.private ? 'Private' : 'Public'}</span>
      ${
        repository.parent === undefined
          ? ''
          : html`<small class="color-fg-muted">forked from ${fullName(repository.parent)}</small>`
      }
      <p class="color-fg-muted mb-0">${repository.description ?? ''}</p>
    </div>
    <div class="repository-facts color-fg-muted text-small">
      <a class="Link--secondary" href="/${name}/pulls">${icon('git-pull-request')} ${open} open</a>
      <span>Updated ${renderTime(repository.pushedAt, visit.now)}</span>
    </div>
  </div>`;
}
