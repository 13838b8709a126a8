import type { Profile } from '../profile/profile.ts';

export interface LifetimeFacts {
  readonly rule: Profile['lifetime'];
  readonly nowMs: number;
  readonly createdAtMs: number;
  /** Of the last push or comment. */
  readonly lastActivityAtMs: number;
}

export type Lifetime =
  | { readonly kind: 'keep'; readonly lookAgainAtMs: number }
  | { readonly kind: 'warn'; readonly because: LifetimeEnd; readonly lookAgainAtMs: number }
  | { readonly kind: 'expire'; readonly because: LifetimeEnd };

export type LifetimeEnd = 'idle' | 'total';

/**
 * Determines whether an environment may stay. A warning stands for at most the second half of a span: with `idle: 24h` and
 * `warnBefore: 24h` each environment would otherwise be born with one. When a warning is due, `lookAgainAtMs` is its end.
 */
export function determineLifetime({ rule, nowMs, createdAtMs, lastActivityAtMs }: LifetimeFacts): Lifetime {
  // GitHub's clock may be ahead of ours; an activity is never later than now, nor earlier than the environment.
  const activeAtMs = Math.max(createdAtMs, Math.min(lastActivityAtMs, nowMs));
  const idle = buildEnd('idle', activeAtMs, rule.idleMs, rule.warnBeforeMs);
  const total = buildEnd('total', createdAtMs, rule.totalMs, rule.warnBeforeMs);
  const first = idle.endsAtMs < total.endsAtMs ? idle : total;
  if (nowMs >= first.endsAtMs) return { kind: 'expire', because: first.because };
  return nowMs >= first.warnsAtMs
    ? { kind: 'warn', because: first.because, lookAgainAtMs: first.endsAtMs }
    : { kind: 'keep', lookAgainAtMs: first.warnsAtMs };
}

interface End {
  readonly because: LifetimeEnd;
  readonly warnsAtMs: number;
  readonly endsAtMs: number;
}

function buildEnd(because: LifetimeEnd, startsAtMs: number, spanMs: number, warnBeforeMs: number): End {
  const endsAtMs = startsAtMs + spanMs;
  return { because, endsAtMs, warnsAtMs: endsAtMs - Math.min(warnBeforeMs, spanMs / 2) };
}
