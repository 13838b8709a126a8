import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { GitHub } from './github.ts';
import { createControl } from './control/control.ts';
import { createApi } from './http/api.ts';
import { answerArchive } from './http/archive.ts';
import { createPage } from './page/page.ts';
import type { World } from './world.ts';

/** Everything on the stand-in's one port but git: the API where GitHub Enterprise Server has it, and the pages. */
export function createSite(world: World, github: GitHub): Hono<{ Bindings: HttpBindings }> {
  const site = new Hono<{ Bindings: HttpBindings }>();
  site.route('/api/v3', createApi(world));
  site.get('/_codeload/:owner/:repo/tar.gz/:sha', (context) => answerArchive(world, context));
  // Handed over rather than routed: each answers for itself what it does not know.
  const control = createControl(world, github);
  const page = createPage(github);
  site.all('/_control/*', (context) => control.fetch(context.req.raw, context.env));
  site.all('*', (context) => page.fetch(context.req.raw, context.env));
  return site;
}
