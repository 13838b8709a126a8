import { Hono } from 'hono';
import type { Context } from 'hono';
import type { GitHub } from '../github.ts';
import type { Account } from '../state/account.ts';
import { fullName } from '../state/repository.ts';
import type { Repository } from '../state/repository.ts';
import { findAccount, findRepository } from '../state/state.ts';
import { dropUndefined, readBody } from './read-body.ts';
import {
  commitRequest,
  forkRequest,
  installationRequest,
  organizationRequest,
  personRequest,
  repositoryRequest,
  roleRequest,
} from './requests.ts';

/** Makes accounts, repositories and commits. What a person does with a pull request goes through GitHub's own API. */
export function createControlActions(github: GitHub): Hono {
  const { actions } = github;
  const routes = new Hono();
  routes.post('/people', async (context) => {
    const { login, name } = await readBody(context, personRequest);
    const person = actions.addPerson(login, name);
    return context.json({ login: person.login, token: actions.createToken(person) }, 201);
  });
  routes.post('/organizations', async (context) => {
    const { login } = await readBody(context, organizationRequest);
    return context.json({ login: actions.addOrganization(login).login }, 201);
  });
  routes.post('/installations', async (context) => {
    const { account, repositories } = await readBody(context, installationRequest);
    const owner = requireAccount(github, account);
    const selected = repositories?.map((name) => requireRepository(github, owner.login, name));
    return context.json({ id: actions.install(owner, selected).id }, 201);
  });
  routes.post('/repositories', async (context) => {
    const wanted = dropUndefined(await readBody(context, repositoryRequest));
    const owner = requireAccount(github, wanted.owner);
    return answerRepository(context, github, await actions.createRepository({ ...wanted, owner }));
  });
  addRepositoryRoutes(routes, github);
  return routes;
}

function addRepositoryRoutes(routes: Hono, github: GitHub): void {
  const { actions } = github;
  routes.post('/repositories/:owner/:repo/forks', async (context) => {
    const { owner } = await readBody(context, forkRequest);
    return answerRepository(
      context,
      github,
      await actions.fork(repositoryOf(context, github), requireAccount(github, owner)),
    );
  });
  routes.post('/repositories/:owner/:repo/collaborators', async (context) => {
    const { login, role } = await readBody(context, roleRequest);
    actions.setRole(repositoryOf(context, github), requireAccount(github, login), role);
    return context.json({ login, role }, 201);
  });
  routes.post('/repositories/:owner/:repo/commits', async (context) => {
    const wanted = dropUndefined(await readBody(context, commitRequest));
    const author = requireAccount(github, wanted.author);
    return context.json({ sha: await actions.commit(repositoryOf(context, github), { ...wanted, author }) }, 201);
  });
}

function answerRepository(context: Context, { url }: GitHub, repository: Repository): Response {
  const name = fullName(repository);
  return context.json({ name, url: `${url}/${name}`, cloneUrl: `${url}/${name}.git` }, 201);
}

function requireAccount({ state }: GitHub, login: string): Account {
  const account = findAccount(state, login);
  if (!account) throw new Error(`there is no account "${login}": add it first`);
  return account;
}

function repositoryOf(context: Context, github: GitHub): Repository {
  const { owner = '', repo = '' } = context.req.param();
  return requireRepository(github, owner, repo);
}

function requireRepository({ state }: GitHub, owner: string, name: string): Repository {
  const repository = findRepository(state, owner, name);
  if (!repository) throw new Error(`there is no repository "${owner}/${name}": make it first`);
  return repository;
}
