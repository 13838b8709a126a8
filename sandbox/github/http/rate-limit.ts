const windowMs = 60 * 60_000;

export interface Budget {
  readonly limit: number;
  readonly used: number;
  readonly resetAt: Date;
}

/** Counts requests by whose budget they use, in windows of an hour. */
export interface RateLimiter {
  look(owner: string, now: Date): Budget;
  use(owner: string, now: Date): void;
}

export function createRateLimiter(limit: number): RateLimiter {
  const windows = new Map<string, { used: number; resetAt: Date }>();
  function current(owner: string, now: Date) {
    const found = windows.get(owner);
    if (found && found.resetAt > now) return found;
    const fresh = { used: 0, resetAt: new Date(now.getTime() + windowMs) };
    windows.set(owner, fresh);
    return fresh;
  }
  return {
    look: (owner, now) => ({ limit, ...current(owner, now) }),
    use: (owner, now) => {
      current(owner, now).used += 1;
    },
  };
}

export function renderBudget({ limit, used, resetAt }: Budget, resource = 'core'): Record<string, string> {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(Math.max(0, limit - used)),
    'x-ratelimit-reset': String(Math.ceil(resetAt.getTime() / 1000)),
    'x-ratelimit-used': String(used),
    'x-ratelimit-resource': resource,
  };
}
