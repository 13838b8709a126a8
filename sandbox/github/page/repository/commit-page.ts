import { html } from 'hono/html';
import { listChangedFiles } from '../../git/changed-files.ts';
import { readCommit } from '../../git/read-commits.ts';
import { fullName } from '../../state/repository.ts';
import type { Repository } from '../../state/repository.ts';
import { commitLink } from '../commit-link.ts';
import { renderDiff } from '../diff.ts';
import { renderDocument } from '../document.ts';
import type { Html } from '../html.ts';
import { renderTime } from '../time.ts';
import type { Visit } from '../visit.ts';
import { renderRepositoryHeader } from './repository-header.ts';

/** Git's name for a tree without files: what the first commit is compared with. */
const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

/** One commit and what it changed. */
export async function renderCommitPage(visit: Visit, repository: Repository, sha: string): Promise<Html> {
  const { message, author, parents } = await readCommit(repository.directory, sha);
  const [subject = '', ...rest] = message.split('\n');
  const files = await listChangedFiles(repository.directory, parents[0] ?? emptyTree, sha);
  return renderDocument(visit, {
    title: `${subject} · ${fullName(repository)}@${sha.slice(0, 7)}`,
    repository,
    header: renderRepositoryHeader(repository, 'code'),
    main: html`<div class="Box mb-4">
        <div class="Box-header"><h1 class="Box-title">${subject}</h1></div>
        ${rest.length === 0 ? '' : html`<pre class="Box-body commit-message">${rest.join('\n').trim()}</pre>`}
        <div class="Box-footer text-small color-fg-muted">
          ${author.name} committed ${renderTime(new Date(author.date), visit.now)} · ${commitLink(repository, sha)}
        </div>
      </div>
      ${renderDiff(files)}`,
  });
}
