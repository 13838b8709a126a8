import { html } from 'hono/html';
import { fullName } from '../../state/repository.ts';
import type { Repository } from '../../state/repository.ts';
import { commitLink } from '../commit-link.ts';
import { renderDocument } from '../document.ts';
import type { Html } from '../html.ts';
import { icon } from '../icon.ts';
import { findReferences } from '../markdown/find-references.ts';
import { renderMarkdown } from '../markdown/render-markdown.ts';
import { renderTime } from '../time.ts';
import type { Visit } from '../visit.ts';
import { renderBranches } from './branches.ts';
import { readOverview } from './read-overview.ts';
import type { Overview } from './read-overview.ts';
import { renderRepositoryHeader } from './repository-header.ts';

/** Files, README, branches and how to clone. */
export async function renderRepositoryPage(visit: Visit, repository: Repository): Promise<Html> {
  const overview = await readOverview(repository);
  return renderDocument(visit, {
    title: fullName(repository),
    repository,
    header: renderRepositoryHeader(repository, 'code'),
    main: html`<div class="conversation">
      <div class="conversation-main">
        ${renderFiles(visit, repository, overview)} ${renderReadme(visit, repository, overview)}
      </div>
      <aside class="conversation-sidebar" aria-label="About">
        ${renderAbout(visit, repository)} ${renderClone(visit, repository)}
        ${renderBranches(visit, repository, overview)} ${renderCommits(visit, repository, overview)}
      </aside>
    </div>`,
  });
}

function renderFiles(visit: Visit, repository: Repository, { files, commits }: Overview): Html {
  const [last] = commits;
  return html`<div class="Box mb-4">
    <div class="Box-header files-header">
      <span class="branch-name">${icon('git-branch')} ${repository.defaultBranch}</span>
      ${
        last === undefined
          ? ''
          : html`<span class="files-commit">${last.message.split('\n')[0]}</span> ${commitLink(repository, last.sha)}
              <span class="color-fg-muted text-small">${renderTime(new Date(last.author.date), visit.now)}</span>`
      }
    </div>
    ${files.map(
      ({ type, path }) =>
        html`<div class="Box-row files-row">
          ${type === 'tree' ? icon('file-directory-fill', { className: 'fgColor-accent' }) : icon('file', { className: 'fgColor-muted' })}
          ${path}
        </div>`,
    )}
  </div>`;
}

function renderReadme(visit: Visit, repository: Repository, { readme }: Overview): Html {
  if (readme === undefined) return html``;
  const references = findReferences(visit.github.state);
  const content = renderMarkdown(readme, { kind: 'file', repository: fullName(repository), references });
  return html`<div class="Box" id="readme">
    <div class="Box-header files-header">${icon('book')} <strong>README</strong></div>
    <div class="Box-body markdown-body p-4">${content}</div>
  </div>`;
}

function renderAbout({ person }: Visit, repository: Repository): Html {
  const { description, owner, parent } = repository;
  return html`<section class="sidebar-section">
    <h2>About</h2>
    <p>${description ?? html`<em class="color-fg-muted">No description provided.</em>`}</p>
    ${parent === undefined ? '' : html`<p>Forked from <a href="/${fullName(parent)}">${fullName(parent)}</a></p>`}
    ${
      owner === person || parent?.owner === person
        ? ''
        : html`<form method="post" action="/${fullName(repository)}/fork">
            <button class="btn btn-sm">${icon('repo-forked')} Fork as ${person.login}</button>
          </form>`
    }
  </section>`;
}

function renderClone(visit: Visit, repository: Repository): Html {
  const address = `${visit.github.url}/${fullName(repository)}.git`;
  return html`<section class="sidebar-section">
    <h2><label for="clone">Clone</label></h2>
    <input class="form-control input-block input-monospace input-sm" id="clone" readonly value="${address}" />
  </section>`;
}

function renderCommits(visit: Visit, repository: Repository, { commits }: Overview): Html {
  return html`<section class="sidebar-section">
    <h2>Recent commits</h2>
    ${commits.map(
      ({ sha, message, author }) =>
        html`<p class="sidebar-commit">
          <span>${message.split('\n')[0]}</span>
          <small class="color-fg-muted"
            >${commitLink(repository, sha)} ${author.name}, ${renderTime(new Date(author.date), visit.now)}</small
          >
        </p>`,
    )}
  </section>`;
}
