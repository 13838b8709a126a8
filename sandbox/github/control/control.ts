import { Hono } from 'hono';
import { z } from 'zod';
import type { GitHub } from '../github.ts';
import { renderListedDelivery } from '../render/delivery.ts';
import { fullName } from '../state/repository.ts';
import type { World } from '../world.ts';
import { createControlActions } from './control-actions.ts';
import { dropUndefined, readBody } from './read-body.ts';
import { apiFaultRequest, timeRequest, webhookFaultRequest } from './requests.ts';

/** What GitHub has no API for: faults, time, and everything that makes a world to test in. Below `/_control`. */
export function createControl(world: World, github: GitHub): Hono {
  const control = new Hono().basePath('/_control');
  // A page of another site can post a form here, but not JSON.
  control.use(async (context, next) => {
    const isJson = context.req.header('content-type')?.startsWith('application/json') ?? false;
    if (context.req.method === 'POST' && !isJson) {
      return context.json({ message: 'send JSON as application/json' }, 415);
    }
    return next();
  });
  control.get('/', (context) => context.json(describe(github)));
  control.get('/violations', (context) => context.json(github.violations));
  control.get('/deliveries', (context) => context.json(github.state.deliveries.map(renderListedDelivery)));
  control.post('/settle', async (context) => {
    await github.settle();
    return context.json({});
  });
  control.post('/time', async (context) => {
    const { advanceMs } = await readBody(context, timeRequest);
    github.clock.advance(advanceMs);
    return context.json({ now: github.clock.now() });
  });
  addFaultRoutes(control, github);
  control.route('/', createControlActions(github));
  control.notFound((context) => context.json({ message: `there is no "${context.req.path}"` }, 404));
  control.onError((error, context) => {
    world.log(`control: ${error.message}`);
    return context.json({ message: error instanceof z.ZodError ? z.prettifyError(error) : error.message }, 400);
  });
  return control;
}

function addFaultRoutes(control: Hono, github: GitHub): void {
  control.post('/faults/api', async (context) => {
    github.faults.addApi(dropUndefined(await readBody(context, apiFaultRequest)));
    return context.json({}, 201);
  });
  control.post('/faults/webhooks', async (context) => {
    github.faults.addWebhook(dropUndefined(await readBody(context, webhookFaultRequest)));
    return context.json({}, 201);
  });
  control.delete('/faults', (context) => {
    github.faults.clear();
    return context.body(null, 204);
  });
}

function describe({ url, apiUrl, state, adminToken }: GitHub) {
  return {
    ...{ url, apiUrl, adminToken },
    appId: state.app.id,
    webhookUrl: state.app.hook.url ?? null,
    repositories: state.repositories.map(fullName),
  };
}
