import type { HonoRequest } from 'hono';
import type { ApiEffect } from '../faults/faults.ts';
import { findRepository } from '../state/state.ts';
import { recordViolation } from '../world.ts';
import type { World } from '../world.ts';
import { requireAccess } from './access.ts';
import { accountOf } from './actor.ts';
import type { Actor } from './actor.ts';
import { ApiError, notFound, unauthorized } from './api-error.ts';
import type { Match } from './match.ts';
import type { RateLimiter } from './rate-limit.ts';
import type { Answer, Call, Route } from './route.ts';

export interface Wanted extends Match {
  readonly actor: Actor;
  readonly request: Pick<HonoRequest, 'url' | 'method' | 'text' | 'header'>;
  readonly path: string;
  readonly effect: ApiEffect | undefined;
}

/** Carries out one request, held to GitHub's description on the way in and on the way out. */
export async function carryOut(world: World, limiter: RateLimiter, wanted: Wanted): Promise<Answer> {
  const { route, params, actor, request, path, effect } = wanted;
  const url = new URL(request.url);
  const body = await readBody(request);
  const call: Call = {
    ...{ world, actor, limiter, params, body, url },
    state: world.faults.findStaleState(request.method, path) ?? world.state,
    query: url.searchParams,
    accept: request.header('accept') ?? '',
  };
  checkRequest(call, route);
  const answer = await dispatch(route, call);
  const final = effect?.kind === 'emptyList' ? emptyLists(answer) : answer;
  checkAnswer(call, route, final);
  return final;
}

async function readBody(request: Wanted['request']): Promise<unknown> {
  const text = await request.text();
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(400, { message: 'Problems parsing JSON' });
  }
}

function checkRequest({ world, params, query, body }: Call, { operation }: Route): void {
  const values = { path: params, query: Object.fromEntries(query) };
  const problem = world.contract.checkParameters(operation, values) ?? world.contract.checkRequestBody(operation, body);
  if (problem === undefined) return;
  recordViolation(world, { kind: 'request', subject: operation, message: problem });
  throw new ApiError(422, { message: `Invalid request.\n\n${problem}` });
}

function dispatch(route: Route, call: Call): Answer | Promise<Answer> {
  switch (route.access) {
    case 'open':
      return route.handle(call);
    case 'app':
      if (call.actor.kind !== 'app') throw unauthorized('A JSON web token could not be decoded');
      return route.handle(call);
    case 'read':
    case 'write': {
      const repository = findRepository(call.state, call.params['owner'] ?? '', call.params['repo'] ?? '');
      if (!repository) throw notFound();
      requireAccess(call.actor, repository, route.needs);
      if (route.access === 'read') return route.handle({ ...call, repository });
      const account = accountOf(call.state, call.actor);
      if (!account) throw unauthorized('Requires authentication');
      return route.handle({ ...call, repository, account });
    }
  }
}

function checkAnswer({ world }: Call, { operation }: Route, answer: Answer): void {
  if (answer.kind === 'raw') return;
  // As it goes over the wire: what JSON leaves out must not save an answer.
  const body: unknown = answer.kind === 'json' ? JSON.parse(JSON.stringify(answer.body)) : undefined;
  const problem = world.contract.checkResponse(operation, answer.status, body);
  if (problem === undefined) return;
  recordViolation(world, { kind: 'response', subject: `${operation} ${answer.status}`, message: problem });
  throw new ApiError(500, { message: `The stand-in's answer differs from GitHub's description: ${problem}` });
}

/** A list that lost everything, wherever in the answer it is. */
function emptyLists(answer: Answer): Answer {
  if (answer.kind !== 'json' || answer.status !== 200) return answer;
  if (Array.isArray(answer.body)) return { ...answer, body: [] };
  const entries = Object.entries(answer.body as Record<string, unknown>);
  const emptied = entries.map(([key, value]) => [key, key === 'total_count' ? 0 : Array.isArray(value) ? [] : value]);
  return { ...answer, body: Object.fromEntries(emptied) as unknown };
}
