import { conditions } from '../../environment/conditions.ts';
import type { Reason } from '../../environment/reasons.ts';
import type { Held } from '../record/progress.ts';

/** Finds what a reason keeps from being true. Until there is a plan, everything is about making one. */
export function findCondition(reason: Reason): Held['condition'] {
  const failures: readonly Reason[] = conditions.Admitted.failures;
  return failures.includes(reason) ? 'Admitted' : 'Planned';
}
