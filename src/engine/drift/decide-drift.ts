import type { DriftFinding, TouchedObject } from '../ports/drift.ts';

/** What the profile wants done about an object that is not as Helm applied it. */
export type DriftMode = 'mend' | 'report' | 'off';

export interface DriftPolicy {
  readonly deleted: DriftMode;
  readonly changed: DriftMode;
}

/** How an object was when it was looked at last. */
export interface Inspected {
  readonly mark: string;
  readonly finding: DriftFinding;
  readonly inspectedAtMs: number;
  /** How many times in a row nothing was found. */
  readonly calm: number;
}

export interface DriftFacts {
  readonly touched: TouchedObject;
  readonly inspected: Inspected | undefined;
  /** When it was put back, or tried to be, the first time first. */
  readonly mendsAtMs: readonly number[];
  readonly policy: DriftPolicy;
  readonly nowMs: number;
}

export type DriftStep =
  | { readonly kind: 'none' }
  | { readonly kind: 'inspect' }
  | { readonly kind: 'mend' }
  | { readonly kind: 'wait'; readonly atMs: number };

const secondMs = 1_000;
const hourMs = 3_600_000;
/** Somebody who changes it again and again means it, or is another program: two that undo each other help nobody. */
const mostMendsAnHour = 5;
const firstPauseMs = 5_000;
const longestCalmMs = 60_000;
/** What the watches miss although it is there is looked at again, in case it was deleted since. */
const missingAgainMs = 30_000;

/**
 * Decides what to do about one object that may not be as Helm applied it: look at it once for each thing that happened to it,
 * no more than once a second, and put it back where the profile says so, later each time and at most so often an hour.
 */
export function decideDrift(facts: DriftFacts): DriftStep {
  const { touched, inspected, policy, nowMs } = facts;
  if (!mayMatter(touched.state, policy)) return { kind: 'none' };
  if (inspected === undefined) return { kind: 'inspect' };
  if (inspected.mark !== touched.mark) return waitUntil(inspected.inspectedAtMs + determineRestMs(inspected), nowMs);
  if (inspected.finding.kind !== 'same') return decideMend(facts, inspected.finding.kind);
  if (touched.state !== 'missing') return { kind: 'none' };
  return waitUntil(inspected.inspectedAtMs + missingAgainMs, nowMs);
}

/** Whether an object that is not as Helm applied it is put back, now or in a while. */
export function isToBeMended({ inspected, policy, mendsAtMs, nowMs }: Omit<DriftFacts, 'touched'>): boolean {
  if (inspected === undefined || inspected.finding.kind === 'same') return false;
  return policy[inspected.finding.kind] === 'mend' && listRecent(mendsAtMs, nowMs).length < mostMendsAnHour;
}

function mayMatter(state: TouchedObject['state'], { deleted, changed }: DriftPolicy): boolean {
  switch (state) {
    case 'missing':
      return deleted !== 'off';
    case 'touched':
      return changed !== 'off';
    case 'untold':
      return deleted !== 'off' || changed !== 'off';
  }
}

/** An object that others write all the time, and nothing of Helm's in it, is looked at less and less often. */
function determineRestMs({ finding, calm }: Inspected): number {
  return finding.kind === 'same' ? Math.min(longestCalmMs, secondMs * 2 ** Math.max(0, calm - 1)) : secondMs;
}

function decideMend({ policy, mendsAtMs, nowMs }: DriftFacts, found: 'deleted' | 'changed'): DriftStep {
  if (policy[found] !== 'mend') return { kind: 'none' };
  const recent = listRecent(mendsAtMs, nowMs);
  const [oldest, last] = [recent[0], recent.at(-1)];
  if (oldest === undefined || last === undefined) return { kind: 'mend' };
  if (recent.length >= mostMendsAnHour) return { kind: 'wait', atMs: oldest + hourMs };
  return waitUntil(last + firstPauseMs * 4 ** (recent.length - 1), nowMs, 'mend');
}

function listRecent(mendsAtMs: readonly number[], nowMs: number): readonly number[] {
  return mendsAtMs.filter((atMs) => atMs > nowMs - hourMs);
}

function waitUntil(atMs: number, nowMs: number, kind: 'inspect' | 'mend' = 'inspect'): DriftStep {
  return nowMs >= atMs ? { kind } : { kind: 'wait', atMs };
}
