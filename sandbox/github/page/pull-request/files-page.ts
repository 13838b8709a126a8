import { html } from 'hono/html';
import { findMergeBase, listChangedFiles } from '../../git/changed-files.ts';
import type { PullRequest } from '../../state/pull-request.ts';
import { fullName } from '../../state/repository.ts';
import { renderDiff } from '../diff.ts';
import { renderDocument } from '../document.ts';
import type { Html } from '../html.ts';
import { renderRepositoryHeader } from '../repository/repository-header.ts';
import type { Visit } from '../visit.ts';
import { renderPullRequestHeader } from './pull-request-header.ts';

/** What the pull request changes since it left its base. */
export async function renderFilesPage(visit: Visit, pullRequest: PullRequest): Promise<Html> {
  const { repository, base, head, title, number } = pullRequest;
  const from = await findMergeBase(repository.directory, base.sha, head.sha);
  const files = await listChangedFiles(repository.directory, from ?? base.sha, head.sha);
  return renderDocument(visit, {
    title: `${title} · Files changed · #${number} · ${fullName(repository)}`,
    repository,
    header: renderRepositoryHeader(repository, 'pulls'),
    main: html`${renderPullRequestHeader(visit, pullRequest, 'files')} ${renderDiff(files)}`,
  });
}
