import { renderReason } from '../../environment/reasons.ts';
import type { Goal } from '../graph/goal.ts';
import type { Held } from '../record/progress.ts';
import type { Pass } from './deploy-environment.ts';

/** How the checks of a commit stood when GitHub was asked last. */
export interface KnownChecks {
  readonly sha: string;
  /** What keeps the commit from running; nothing, once all have succeeded. */
  readonly held: Held | undefined;
  /** How many pieces of news had come by then. */
  readonly newsCount: number;
  /** How often GitHub was asked, and when it is asked again though it tells nothing. */
  readonly askedCount: number;
  readonly askAgainAtMs: number;
}

/**
 * Looks whether all checks have succeeded that the profile waits for; resolves to what keeps the commit from running. GitHub is
 * asked when there is news, and for a check that has not ended now and then besides: a webhook may get lost.
 */
export async function awaitChecks(pass: Pass, { sha, profile }: Goal): Promise<Held | undefined> {
  const { environment, memory, parts } = pass;
  const wanted = profile.wait.checks;
  if (wanted.length === 0) return undefined;
  const { newsCount } = memory;
  const known = memory.checks?.sha === sha ? memory.checks : undefined;
  if (known !== undefined && !isDue(known, newsCount, parts.clock.nowMs())) return known.held;
  const found = await parts.github.listChecks(environment.spec.repository, sha);
  const failed = wanted.filter((name) => found.get(name) === 'failed');
  const pending = wanted.filter((name) => (found.get(name) ?? 'pending') === 'pending');
  const held = describe(failed, pending);
  const askedCount = (known?.askedCount ?? 0) + 1;
  // One that has failed is run again by somebody, not by waiting.
  const pauseMs = failed.length > 0 ? Infinity : Math.min(pauses.firstMs * 2 ** (askedCount - 1), pauses.longestMs);
  memory.checks = { sha, held, newsCount, askedCount, askAgainAtMs: parts.clock.nowMs() + pauseMs };
  return held;
}

const pauses = { firstMs: 5_000, longestMs: 300_000 } as const;

/** What has succeeded stays so. */
function isDue({ held, ...known }: KnownChecks, newsCount: number, nowMs: number): boolean {
  return held !== undefined && (known.newsCount !== newsCount || nowMs >= known.askAgainAtMs);
}

function describe(failed: readonly string[], pending: readonly string[]): Held | undefined {
  if (failed.length > 0) return hold('ChecksFailed', failed);
  return pending.length > 0 ? hold('ChecksPending', pending) : undefined;
}

function hold(reason: 'ChecksPending' | 'ChecksFailed', checks: readonly string[]): Held {
  const message = renderReason(reason, { checks: checks.join(', ') });
  return { kind: 'held', condition: 'Admitted', reason, message, problems: [] };
}
