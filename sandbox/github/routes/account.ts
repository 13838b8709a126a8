import { forbidden, notFound, unauthorized } from '../http/api-error.ts';
import { budgetOf } from '../http/actor.ts';
import { ok, openRoute } from '../http/route.ts';
import type { Answer, Call, Route } from '../http/route.ts';
import { renderProfile } from '../render/user.ts';
import type { Account } from '../state/account.ts';
import { findAccount } from '../state/state.ts';

export const accountRoutes: readonly Route[] = [
  openRoute('GET /user', answerSelf),
  openRoute('GET /users/{username}', (call) => {
    const account = findAccount(call.state, call.params['username'] ?? '');
    if (!account) throw notFound();
    return ok(renderProfile(call.world.links, account, countRepositories(call, account)));
  }),
  openRoute('GET /rate_limit', answerRateLimit),
];

function answerSelf(call: Call): Answer {
  const { actor, world } = call;
  if (actor.kind === 'anonymous') throw unauthorized('Requires authentication');
  if (actor.kind !== 'user') throw forbidden('Resource not accessible by integration');
  return ok(renderProfile(world.links, actor.account, countRepositories(call, actor.account)));
}

function countRepositories({ state }: Call, account: Account): number {
  return state.repositories.filter((repository) => repository.owner.id === account.id && !repository.private).length;
}

function answerRateLimit({ limiter, actor, world }: Call): Answer {
  const { limit, used, resetAt } = limiter.look(budgetOf(actor), world.clock.now());
  const core = { limit, used, remaining: Math.max(0, limit - used), reset: Math.ceil(resetAt.getTime() / 1000) };
  const search = { ...core, limit: 30, used: 0, remaining: 30 };
  return ok({ resources: { core, search }, rate: core });
}
