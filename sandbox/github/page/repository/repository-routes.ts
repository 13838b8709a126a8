import { Hono } from 'hono';
import type { Context } from 'hono';
import { resolveCommit } from '../../git/refs.ts';
import type { GitHub } from '../../github.ts';
import { fullName } from '../../state/repository.ts';
import { findAccount, findRepository } from '../../state/state.ts';
import { RefusedError, act, assertRole, readField } from '../act.ts';
import { findRepositoryOnPage, notFound } from '../find-on-page.ts';
import { pullRequestAddress } from '../pull-request/pull-request-address.ts';
import { makeSampleCommit } from '../sample-commit.ts';
import { readPerson, readVisit } from '../visit.ts';
import { renderCommitPage } from './commit-page.ts';
import { renderDeploymentsPage } from './deployments-page.ts';
import { renderPullRequestsPage } from './pull-requests-page.ts';
import { renderRepositoriesPage } from './repositories-page.ts';
import { renderRepositoryPage } from './repository-page.ts';

const base = '/:owner/:repository';

/** Repositories, their lists, and the forms that make branches and pull requests. */
export function createRepositoryRoutes(github: GitHub): Hono {
  const routes = new Hono();
  routes.get('/', (context) => context.html(renderRepositoriesPage(readVisit(context, github))));
  routes.get('/:owner', (context) => {
    const owner = findAccount(github.state, context.req.param('owner'));
    if (owner === undefined) throw notFound();
    return context.html(renderRepositoriesPage(readVisit(context, github), owner));
  });
  routes.get(base, async (context) =>
    context.html(await renderRepositoryPage(readVisit(context, github), findRepositoryOnPage(context, github))),
  );
  routes.get(`${base}/pulls`, (context) => {
    const state = context.req.query('state') === 'closed' ? 'closed' : 'open';
    const repository = findRepositoryOnPage(context, github);
    return context.html(renderPullRequestsPage(readVisit(context, github), repository, state));
  });
  routes.get(`${base}/deployments`, (context) =>
    context.html(renderDeploymentsPage(readVisit(context, github), findRepositoryOnPage(context, github))),
  );
  routes.get(`${base}/commit/:sha{[0-9a-f]+}`, async (context) => {
    const repository = findRepositoryOnPage(context, github);
    const sha = await resolveCommit(repository.directory, context.req.param('sha'));
    if (sha === undefined) throw notFound();
    return context.html(await renderCommitPage(readVisit(context, github), repository, sha));
  });
  routes.post(`${base}/branches`, (context) => createBranch(context, github));
  routes.post(`${base}/fork`, (context) => fork(context, github));
  routes.post(`${base}/pulls`, (context) => openPullRequest(context, github));
  return routes;
}

async function createBranch(context: Context, github: GitHub): Promise<Response> {
  const repository = findRepositoryOnPage(context, github);
  const person = readPerson(context, github);
  return act(context, `/${fullName(repository)}`, async () => {
    assertRole(person, repository, 'write', 'create branches');
    const branch = await readField(context, 'branch');
    if (!/^[A-Za-z0-9][\w./-]*$/.test(branch) || branch.includes('..')) {
      throw new RefusedError(`"${branch}" is not a name for a branch.`);
    }
    await github.actions.commit(repository, { ...makeSampleCommit(person, github.clock.now()), branch });
    return undefined;
  });
}

async function fork(context: Context, github: GitHub): Promise<Response> {
  const repository = findRepositoryOnPage(context, github);
  const person = readPerson(context, github);
  return act(context, `/${fullName(repository)}`, async () => {
    const existing = findRepository(github.state, person.login, repository.name);
    return `/${fullName(existing ?? (await github.actions.fork(repository, person)))}`;
  });
}

/** From a branch of a fork, the pull request goes to the repository that it was forked from. */
async function openPullRequest(context: Context, github: GitHub): Promise<Response> {
  const repository = findRepositoryOnPage(context, github);
  const person = readPerson(context, github);
  return act(context, `/${fullName(repository)}`, async () => {
    const [head, title] = [await readField(context, 'head'), await readField(context, 'title')];
    if (title === '') throw new RefusedError('A pull request needs a title.');
    const body = await readField(context, 'body');
    const draft = (await readField(context, 'draft')) === 'yes';
    const options = { author: person, title, body, head, draft };
    const pullRequest = await github.actions.openPullRequest(repository.parent ?? repository, {
      ...options,
      headRepository: repository,
    });
    return pullRequestAddress(pullRequest);
  });
}
