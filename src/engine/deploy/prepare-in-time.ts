import { renderReason } from '../../environment/reasons.ts';
import { toFailure } from '../graph/failure.ts';
import type { Goal } from '../graph/goal.ts';
import type { Held } from '../record/progress.ts';
import type { DeployPass } from './deploy-environment.ts';
import { findCondition } from './find-condition.ts';
import { prepareGoal } from './prepare-goal.ts';

/** Why a goal could not be prepared. */
export interface Unprepared {
  /** Of the goal. */
  readonly key: string;
  readonly held: Held;
  /** How often it was tried. */
  readonly count: number;
  /** As it was then: with news, such as the end of a check that may have published a chart, it is tried again at once. */
  readonly newsCount: number;
  /** When to try again; never for a manifest with problems, which is what it is. */
  readonly retryAtMs: number | undefined;
}

/** What only others can mend, such as a chart that is not published yet: nobody tells berth when they have. */
const lookAgainMs = 300_000;

/**
 * Prepares a goal unless that failed before and is not to be tried again yet: what already runs has its events, and each
 * would prepare and pull once more. Throws an EngineError each time it fails.
 */
export async function prepareInTime(pass: DeployPass, key: string): Promise<Goal | Held> {
  const { environment, profile, memory, parts, signal } = pass;
  const before = memory.unprepared?.key === key ? memory.unprepared : undefined;
  if (before !== undefined && !isDue(pass, before)) return before.held;
  const count = (before?.count ?? 0) + 1;
  const { newsCount } = memory;
  try {
    const prepared = await prepareGoal(environment, profile, parts, signal);
    memory.unprepared = undefined;
    if (prepared.kind === 'goal') return prepared.goal;
    const { problems } = prepared;
    const message = renderReason('ManifestInvalid', {});
    const held = { kind: 'held', condition: 'Planned', reason: 'ManifestInvalid', message, problems } as const;
    memory.unprepared = { key, held, count, newsCount, retryAtMs: undefined };
    return held;
  } catch (error) {
    // What ends because something newer is wanted says nothing of this goal.
    if (!signal.aborted) memory.unprepared = remember(pass, error, { key, count, newsCount });
    throw error;
  }
}

/** Makes sure that it is looked at again once it is. */
function isDue({ memory, parts: { clock }, wakeAfter }: DeployPass, { newsCount, retryAtMs }: Unprepared): boolean {
  if (retryAtMs === undefined) return false;
  if (newsCount !== memory.newsCount) return true;
  const waitMs = retryAtMs - clock.nowMs();
  if (waitMs > 0) wakeAfter(waitMs);
  return waitMs <= 0;
}

function remember(
  { environment, parts: { clock } }: DeployPass,
  error: unknown,
  attempted: Pick<Unprepared, 'key' | 'count' | 'newsCount'>,
): Unprepared {
  const { key, count } = attempted;
  const nowMs = clock.nowMs();
  const attempt = { digest: key, sha: environment.spec.approval?.sha, count, nowMs };
  const { reason, message, retryAtMs = nowMs + lookAgainMs } = toFailure(error, attempt);
  const held = { kind: 'held', condition: findCondition(reason), reason, message, problems: [] } as const;
  return { ...attempted, held, retryAtMs };
}
