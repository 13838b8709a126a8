import type { Desire } from './determine-desire.ts';
import { reasons } from './reasons.ts';
import type { Condition } from './set-condition.ts';

export type Phase = 'Pending' | 'Waiting' | 'Deploying' | 'Live' | 'Failed' | 'TearingDown';
export type ReleasePhase = 'Pending' | 'Applying' | 'Settling' | 'Ready' | 'Failed' | 'Removing';

export interface PhaseFacts {
  /** `leaveAlone` shows what is there. */
  readonly desire: Desire['kind'];
  /** Of the object; a condition that saw an older one says nothing of what is wanted now. */
  readonly generation: number;
  readonly conditions: readonly Pick<Condition, 'type' | 'status' | 'reason' | 'observedGeneration'>[];
  readonly releases: readonly { readonly phase: ReleasePhase }[];
}

/**
 * Determines the one word for an environment. A failure shows at once, also while other releases go on; `Live` only when
 * each release is ready and the address has answered, both for what is wanted now.
 */
export function determinePhase({ desire, generation, conditions, releases }: PhaseFacts): Phase {
  if (desire === 'tearDown') return 'TearingDown';
  const current = conditions.filter(({ observedGeneration }) => observedGeneration >= generation);
  const objections = current.filter(({ status }) => status === 'False').map(({ reason }) => readDisposition(reason));
  if (objections.some((one) => one === 'final' || one === 'bug')) return 'Failed';
  if (releases.some(({ phase }) => phase === 'Failed')) return 'Failed';
  if (objections.includes('wait')) return 'Waiting';

  const isTrue = (wanted: string): boolean => current.some(({ type, status }) => type === wanted && status === 'True');
  const areReady = releases.every(({ phase }) => phase === 'Ready');
  if (areReady && objections.length === 0 && isTrue('Released') && isTrue('Reachable')) return 'Live';
  return isTrue('Planned') || releases.some(({ phase }) => phase !== 'Pending') ? 'Deploying' : 'Pending';
}

/** A reason that is not in the table was written by another version of berth, which looks again; that is no failure. */
function readDisposition(reason: string): string {
  return Object.entries(reasons).find(([name]) => name === reason)?.[1].disposition ?? 'wait';
}
