import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { GitHub } from '../github.ts';
import type { PullRequest } from '../state/pull-request.ts';
import type { Repository } from '../state/repository.ts';
import { findPullRequest, findRepository } from '../state/state.ts';
import { determineRole } from './determine-role.ts';
import { readPerson } from './visit.ts';

/** The repository that the address names; to those who may not see it, it does not exist. */
export function findRepositoryOnPage(context: Context, github: GitHub): Repository {
  const repository = findRepository(
    github.state,
    context.req.param('owner') ?? '',
    context.req.param('repository') ?? '',
  );
  if (repository === undefined) throw notFound();
  if (determineRole(readPerson(context, github), repository) === undefined) throw notFound();
  return repository;
}

/** The pull request that the address names. */
export function findPullRequestOnPage(context: Context, github: GitHub): PullRequest {
  const repository = findRepositoryOnPage(context, github);
  const pullRequest = findPullRequest(repository, Number(context.req.param('number')));
  if (pullRequest === undefined) throw notFound();
  return pullRequest;
}

export function notFound(): HTTPException {
  return new HTTPException(404);
}
