import type { Readiness } from '../../engine/ports/world.ts';
import type { WrittenObject } from './determine-readiness.ts';
import { judgeGoneJob } from './judge-gone-job.ts';
import { ready } from './judge-unready.ts';
import type { Surroundings } from './surroundings.ts';

/** What is missing is waited for, unless it may be gone; of a Job then counts how it ended. */
export function judgeMissing(
  { name, mayBeGone, end }: Omit<WrittenObject, 'live'>,
  surroundings: Surroundings,
): Readiness {
  if (!mayBeGone) return { kind: 'settling', trouble: undefined, waitsFor: `${name}: it is missing` };
  return end === undefined ? ready : judgeGoneJob(name, end, surroundings);
}
