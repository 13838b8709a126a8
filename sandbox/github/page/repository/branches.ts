import { html } from 'hono/html';
import { fullName } from '../../state/repository.ts';
import type { Repository } from '../../state/repository.ts';
import type { Html } from '../html.ts';
import { icon } from '../icon.ts';
import { hasRole } from '../determine-role.ts';
import { pullRequestAddress } from '../pull-request/pull-request-address.ts';
import type { Visit } from '../visit.ts';
import type { Overview } from './read-overview.ts';

/** The branches: each leads to its pull request, or can become one. */
export function renderBranches(visit: Visit, repository: Repository, { branches }: Overview): Html {
  const others = branches.filter((branch) => branch !== repository.defaultBranch);
  const mayWrite = hasRole(visit.person, repository, 'write');
  return html`<section class="sidebar-section" id="branches">
    <h2>Branches</h2>
    ${others.length === 0 ? html`<p class="color-fg-muted">Only ${repository.defaultBranch}</p>` : ''}
    ${others.map((branch) => renderBranch(repository, branch, mayWrite))} ${mayWrite ? renderNewBranch(repository) : ''}
  </section>`;
}

function renderBranch(repository: Repository, branch: string, mayWrite: boolean): Html {
  const pullRequest = [...repository.pullRequests, ...(repository.parent?.pullRequests ?? [])].findLast(
    ({ head, state }) => head.repository === repository && head.ref === branch && state === 'open',
  );
  return html`<div class="sidebar-line">
    <span class="branch-name">${branch}</span>
    <span class="sidebar-end">
      ${
        pullRequest === undefined
          ? mayWrite
            ? renderOpenForm(repository, branch)
            : ''
          : html`<a href="${pullRequestAddress(pullRequest)}">${icon('git-pull-request')} #${pullRequest.number}</a>`
      }
    </span>
  </div>`;
}

function renderOpenForm(repository: Repository, branch: string): Html {
  return html`<details class="menu-details" id="open-${branch}">
    <summary class="btn btn-sm">Pull request</summary>
    <form class="menu-popover" method="post" action="/${fullName(repository)}/pulls">
      <input type="hidden" name="head" value="${branch}" />
      <label class="menu-title" for="title-${branch}">Title</label>
      <input
        class="form-control input-block input-sm"
        id="title-${branch}"
        name="title"
        required
        value="${toTitle(branch)}"
      />
      <label class="menu-title" for="body-${branch}">Description</label>
      <textarea class="form-control input-block" id="body-${branch}" name="body" rows="4"></textarea>
      <label class="menu-title"><input type="checkbox" name="draft" value="yes" /> Draft</label>
      <button class="btn btn-sm btn-primary btn-block">Open pull request</button>
    </form>
  </details>`;
}

function renderNewBranch(repository: Repository): Html {
  return html`<form class="new-label" method="post" action="/${fullName(repository)}/branches">
    <label class="sr-only" for="new-branch">New branch</label>
    <input
      class="form-control input-sm"
      id="new-branch"
      name="branch"
      placeholder="New branch"
      required
      pattern="[A-Za-z0-9][\\w.\\/\\-]*"
    />
    <button class="btn btn-sm">Create</button>
  </form>`;
}

function toTitle(branch: string): string {
  const words = branch.replace(/[-_/]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
