import { Hono } from 'hono';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import type { GitHub } from '../github.ts';
import { createAppRoutes } from './app/app-routes.ts';
import { createAssets } from './assets.ts';
import { drawAvatar } from './avatar.ts';
import { streamChanges } from './live-changes.ts';
import { renderMessagePage } from './message-page.ts';
import { createPersonRoutes } from './person-routes.ts';
import { createPullRequestRoutes } from './pull-request/pull-request-routes.ts';
import { createRepositoryRoutes } from './repository/repository-routes.ts';
import { readVisit } from './visit.ts';

/** GitHub for people: pages that can be read without JavaScript, and the forms by which a person acts. */
export function createPage(github: GitHub): Hono {
  const page = new Hono();
  page.use(secureHeaders(headers), csrf());
  page.route('/_assets', createAssets());
  page.get('/_live', (context) => streamChanges(context, github));
  page.get('/_avatars/:login', (context) =>
    context.body(drawAvatar(context.req.param('login')), 200, { 'Content-Type': 'image/svg+xml' }),
  );
  page.route('/', createPersonRoutes(github));
  page.route('/', createAppRoutes(github));
  page.route('/', createPullRequestRoutes(github));
  page.route('/', createRepositoryRoutes(github));
  page.all('*', (context) => context.html(renderMessagePage(readVisit(context, github), 404), 404));
  page.onError((error, context) => {
    const status = error instanceof HTTPException ? error.status : 500;
    return context.html(renderMessagePage(readVisit(context, github), status, error.message), status);
  });
  return page;
}

const headers: Parameters<typeof secureHeaders>[0] = {
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"], // Mermaid writes styles into its drawings, labels carry their colour
    imgSrc: ["'self'", 'data:', 'https:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  referrerPolicy: 'same-origin', // without it, browsers send no origin with forms
  strictTransportSecurity: false,
};
