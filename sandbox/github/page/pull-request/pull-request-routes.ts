import { Hono } from 'hono';
import type { Context } from 'hono';
import type { GitHub } from '../../github.ts';
import { act } from '../act.ts';
import { findPullRequestOnPage } from '../find-on-page.ts';
import { readPerson, readVisit } from '../visit.ts';
import { changeComment, writeComment } from './comment-operations.ts';
import { changeLabels } from './label-operations.ts';
import type { Operation } from './operation.ts';
import { pullRequestAddress } from './pull-request-address.ts';
import { renderFilesPage } from './files-page.ts';
import { changeDraft, deleteBranch, edit, merge, push, review } from './merge-and-edit.ts';
import { renderPullRequestPage } from './pull-request-page.ts';

const base = '/:owner/:repository/pull/:number{[0-9]+}';

/** The pages of a pull request, and every button on them. */
export function createPullRequestRoutes(github: GitHub): Hono {
  const routes = new Hono();
  routes.get(base, async (context) =>
    context.html(await renderPullRequestPage(readVisit(context, github), findPullRequestOnPage(context, github))),
  );
  routes.get(`${base}/files`, async (context) =>
    context.html(await renderFilesPage(readVisit(context, github), findPullRequestOnPage(context, github))),
  );
  const post = (path: string, operation: Operation) =>
    routes.post(`${base}/${path}`, (context) => runOperation(context, github, operation));
  post('labels', changeLabels);
  post('comments', writeComment);
  post('comments/:comment{[0-9]+}', changeComment);
  post('review', review);
  post('edit', edit);
  post('push', push);
  post('draft', changeDraft);
  post('merge', merge);
  post('delete-branch', deleteBranch);
  return routes;
}

async function runOperation(context: Context, github: GitHub, operation: Operation): Promise<Response> {
  const pullRequest = findPullRequestOnPage(context, github);
  const person = readPerson(context, github);
  return act(context, pullRequestAddress(pullRequest), async () => {
    await operation({ github, context, pullRequest, person });
    return undefined;
  });
}
