import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { Context } from 'hono';
import type { ApiEffect } from '../faults/faults.ts';
import { routes } from '../routes/routes.ts';
import { recordViolation } from '../world.ts';
import type { World } from '../world.ts';
import { budgetOf } from './actor.ts';
import { ApiError, notFound } from './api-error.ts';
import { answerFault } from './answer-fault.ts';
import { authenticate } from './authenticate.ts';
import { carryOut } from './carry-out.ts';
import { createMatcher } from './match.ts';
import type { Matcher } from './match.ts';
import { createRateLimiter, renderBudget } from './rate-limit.ts';
import type { RateLimiter } from './rate-limit.ts';
import type { Answer } from './route.ts';

type ApiContext = Context<{ Bindings: HttpBindings }>;

interface Api {
  readonly world: World;
  readonly match: Matcher;
  readonly limiter: RateLimiter;
}

/** GitHub's REST API below `/api/v3`. */
export function createApi(world: World): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const api: Api = { world, match: createMatcher(routes), limiter: createRateLimiter(world.rateLimit) };
  app.all('*', (context) => answer(api, context));
  return app;
}

async function answer(api: Api, context: ApiContext): Promise<Response> {
  const { world } = api;
  const { method } = context.req;
  const path = pathBelowApi(context);
  const effect = world.faults.takeApi(method, path);
  const outgoing = context.env.outgoing;
  if (effect?.kind === 'delay') await sleep(effect.ms, undefined, { ref: false });
  const faulty = effect && answerFault(effect, world.clock.now());
  const response = faulty ?? (await answerProperly(api, context, path, effect));
  if (effect?.kind !== 'lostResponse') return response;
  outgoing.destroy();
  return RESPONSE_ALREADY_SENT;
}

async function answerProperly(
  api: Api,
  context: ApiContext,
  path: string,
  effect: ApiEffect | undefined,
): Promise<Response> {
  const { world, limiter } = api;
  const now = world.clock.now();
  let owner = 'anonymous';
  try {
    const found = api.match(context.req.method, path);
    const actor = authenticate(world.state, context.req.header('authorization'), now);
    owner = budgetOf(actor);
    const budget = limiter.look(owner, now);
    const isFree = path === '/rate_limit';
    if (!isFree && budget.used >= budget.limit) {
      throw new ApiError(403, { message: `API rate limit exceeded for ${owner}.` });
    }
    if (!found) {
      recordViolation(world, { kind: 'not described', subject: `${context.req.method} ${path}`, message: 'no route' });
      throw notFound();
    }
    const result = await carryOut(world, limiter, { ...found, actor, request: context.req, path, effect });
    const response = buildResponse(context, result);
    // An answer that says "nothing new" costs nothing.
    if (response.status !== 304 && !isFree) limiter.use(owner, now);
    return withHeaders(response, limiter, owner, now);
  } catch (error) {
    if (!(error instanceof ApiError)) recordFailure(world, `${context.req.method} ${path}`, error);
    const { status, body } = error instanceof ApiError ? error : new ApiError(500, { message: 'Server Error' });
    return withHeaders(context.json(body, status as 422), limiter, owner, now);
  }
}

/** A mistake of the stand-in's own: no test may pass over it. */
function recordFailure(world: World, subject: string, error: unknown): void {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  recordViolation(world, { kind: 'response', subject, message });
}

function pathBelowApi(context: ApiContext): string {
  const { pathname } = new URL(context.req.url);
  return pathname.slice('/api/v3'.length).replace(/\/$/, '') || '/';
}

function buildResponse(context: ApiContext, result: Answer): Response {
  switch (result.kind) {
    case 'empty':
      return new Response(null, { status: result.status, ...(result.headers && { headers: result.headers }) });
    case 'raw':
      return new Response(new Uint8Array(result.body), { headers: { 'content-type': result.contentType } });
    case 'json': {
      const text = JSON.stringify(result.body);
      const etag = `"${createHash('sha256').update(text).digest('hex')}"`;
      const headers = { etag, 'cache-control': 'private, max-age=60, s-maxage=60', ...result.headers };
      const known = (context.req.header('if-none-match') ?? '').split(/, */).map((tag) => tag.replace(/^W\//, ''));
      if (context.req.method === 'GET' && known.includes(etag)) return new Response(null, { status: 304, headers });
      return new Response(text, {
        status: result.status,
        headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
      });
    }
  }
}

function withHeaders(response: Response, limiter: RateLimiter, owner: string, now: Date): Response {
  const headers = { ...renderBudget(limiter.look(owner, now)), 'x-github-request-id': randomUUID() };
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  response.headers.set('x-github-media-type', 'github.v3; format=json');
  response.headers.set('date', now.toUTCString());
  return response;
}
