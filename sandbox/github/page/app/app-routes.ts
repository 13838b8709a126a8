import { Hono } from 'hono';
import type { GitHub } from '../../github.ts';
import { RefusedError, act } from '../act.ts';
import { readVisit } from '../visit.ts';
import { createAppToken } from './app-token.ts';
import { renderDeliveriesPage } from './deliveries-page.ts';

const address = '/_app/deliveries';

/** What an App's owner looks at: what was sent to it. */
export function createAppRoutes(github: GitHub): Hono {
  const routes = new Hono();
  routes.get(address, (context) => context.html(renderDeliveriesPage(readVisit(context, github))));
  routes.post(`${address}/:id{[0-9]+}/redeliver`, (context) =>
    act(context, address, async () => {
      await redeliver(github, context.req.param('id'));
      return undefined;
    }),
  );
  return routes;
}

/** Asks as the App itself would, by the API. */
async function redeliver(github: GitHub, id: string): Promise<void> {
  const response = await fetch(`${github.apiUrl}/app/hook/deliveries/${id}/attempts`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${createAppToken(github)}`, Accept: 'application/vnd.github+json' },
  });
  await response.body?.cancel();
  if (!response.ok) {
    throw new RefusedError(`The delivery could not be sent again: the API answered ${response.status}.`);
  }
}
