import { Hono } from 'hono';
import type { GitHub } from '../github.ts';
import { roles } from '../state/repository.ts';
import { findAccount, findRepository } from '../state/state.ts';
import { act, readField } from './act.ts';
import { rememberPerson } from './visit.ts';

/** Acting as somebody else, or as somebody new. */
export function createPersonRoutes(github: GitHub): Hono {
  const routes = new Hono();
  routes.post('/_person', async (context) => {
    const person = findAccount(github.state, await readField(context, 'login'));
    if (person?.type === 'User') rememberPerson(context, person);
    return context.redirect(toLocalPath(await readField(context, 'back')), 303);
  });
  routes.post('/_people', async (context) => {
    const back = toLocalPath(await readField(context, 'back'));
    return act(context, back, async () => {
      const person = github.actions.addPerson(await readField(context, 'login'));
      const [owner = '', name = ''] = (await readField(context, 'repository')).split('/');
      const repository = findRepository(github.state, owner, name);
      const wanted = await readField(context, 'role');
      const role = roles.find((candidate) => candidate === wanted);
      if (repository !== undefined && role !== undefined) github.actions.setRole(repository, person, role);
      rememberPerson(context, person);
      return undefined;
    });
  });
  return routes;
}

/** Where a form came from, as long as that is on this site. */
function toLocalPath(path: string): string {
  return /^\/(?![/\\])/.test(path) ? path : '/';
}
