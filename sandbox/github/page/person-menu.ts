import { html } from 'hono/html';
import type { Account } from '../state/account.ts';
import { fullName } from '../state/repository.ts';
import type { Repository, Role } from '../state/repository.ts';
import { avatar } from './avatar.ts';
import type { Html } from './html.ts';
import { icon } from './icon.ts';
import { determineRole } from './determine-role.ts';
import type { Visit } from './visit.ts';

/** The switch for who one is: what a person may do differs, and berth looks at that. */
export function renderPersonMenu(visit: Visit, repository: Repository | undefined): Html {
  const people = visit.github.state.accounts.filter(({ type }) => type === 'User');
  return html`<details class="menu-details" id="person-menu">
    <summary class="btn btn-sm" aria-label="Act as somebody else, now ${visit.person.login}">
      ${avatar(visit.person, 16)} <span class="person-login">${visit.person.login}</span>
      <span class="dropdown-caret"></span>
    </summary>
    <div class="menu-popover">
      <form method="post" action="/_person">
        <p class="menu-title">Act as</p>
        <input type="hidden" name="back" value="${visit.path}" />
        ${people.map((person) => renderPerson(visit, person, repository))}
      </form>
      ${renderNewPerson(visit, repository)}
    </div>
  </details>`;
}

function renderPerson(visit: Visit, person: Account, repository: Repository | undefined): Html {
  const isChosen = person === visit.person;
  return html`<button class="menu-entry" name="login" value="${person.login}" ${isChosen ? 'aria-current' : ''}>
    <span class="menu-check">${isChosen ? icon('check') : ''}</span>
    ${avatar(person, 20)}
    <span class="menu-text">${person.login}</span>
    <span class="menu-note">${repository === undefined ? '' : describeRole(person, repository)}</span>
  </button>`;
}

function renderNewPerson(visit: Visit, repository: Repository | undefined): Html {
  return html`<form class="new-label" method="post" action="/_people">
    <input type="hidden" name="back" value="${visit.path}" />
    <input class="form-control input-sm" name="login" placeholder="New person" aria-label="New person" required />
    ${repository === undefined ? '' : renderRoleChoice(repository)}
    <button class="btn btn-sm">Add</button>
  </form>`;
}

function renderRoleChoice(repository: Repository): Html {
  const offered = ['write', 'triage', 'maintain', 'admin'] as const satisfies readonly Role[];
  return html`<input type="hidden" name="repository" value="${fullName(repository)}" />
    <select class="form-select select-sm" name="role" aria-label="Role in ${fullName(repository)}">
      ${offered.map((role) => html`<option>${role}</option>`)}
      <option value="">outsider</option>
    </select>`;
}

function describeRole(person: Account, repository: Repository): string {
  const role = determineRole(person, repository);
  return role === undefined || role === 'read' ? 'outsider' : role;
}
