import { renderReason } from '../../environment/reasons.ts';
import type { Goal } from '../graph/goal.ts';
import type { Held } from '../record/progress.ts';
import type { Pass } from './deploy-environment.ts';

/** Looks whether all checks have succeeded that the profile waits for; resolves to what keeps the commit from running. */
export async function awaitChecks({ environment, memory, parts }: Pass, goal: Goal): Promise<Held | undefined> {
  const wanted = goal.profile.wait.checks;
  if (wanted.length === 0 || memory.checkedSha === goal.sha) return undefined;
  const found = await parts.github.listChecks(environment.spec.repository, goal.sha);
  const failed = wanted.filter((name) => found.get(name) === 'failed');
  const pending = wanted.filter((name) => (found.get(name) ?? 'pending') === 'pending');
  if (failed.length > 0) return hold('ChecksFailed', failed);
  if (pending.length > 0) return hold('ChecksPending', pending);
  memory.checkedSha = goal.sha;
  return undefined;
}

function hold(reason: 'ChecksPending' | 'ChecksFailed', checks: readonly string[]): Held {
  const message = renderReason(reason, { checks: checks.join(', ') });
  return { kind: 'held', condition: 'Admitted', reason, message, problems: [] };
}
