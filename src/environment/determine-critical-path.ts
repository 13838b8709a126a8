import type { EnvironmentStatus } from './environment.ts';
import type { ReleaseStatus } from './release-status.ts';

/** The releases that decided how long a deploy took: each waited for the one before, and the last one was ready last. */
export interface CriticalPath {
  readonly steps: readonly CriticalStep[];
  /** From when the first of them could run until the last was ready. */
  readonly totalMs: number;
  /** How much of it a release could have run in, and did not: what berth itself cost. */
  readonly idleMs: number;
}

export interface CriticalStep {
  /** `service/release`. */
  readonly id: string;
  /** From when the one before was ready until this one could run, where outputs came later: nothing that berth cost. */
  readonly waitMs: number;
  /** From when it could run until Helm was started: until berth saw that, and Helm had room for it. */
  readonly slotMs: number;
  readonly applyMs: number;
  readonly readinessMs: number;
}

/**
 * Determines what decided how long it took to deploy a commit. `undefined` while not all is ready, where nothing had to be
 * done, and once a release was done again, of which the times are then others. What was done for a commit before counts from
 * when this one began.
 */
export function determineCriticalPath({
  releases,
  startedAt,
  liveAt,
}: Pick<EnvironmentStatus, 'releases' | 'startedAt' | 'liveAt'>): CriticalPath | undefined {
  if (releases.some((release) => wasDoneAgain(release, liveAt))) return undefined;
  if (startedAt === undefined || releases.some(({ phase }) => phase !== 'Ready')) return undefined;
  const begunAtMs = Date.parse(startedAt);
  const timed = releases
    .flatMap((release) => toTimed(release, begunAtMs))
    .filter(({ readyAtMs }) => readyAtMs > begunAtMs);
  const chain = followBack(timed);
  const [first] = chain;
  const last = chain.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const steps = chain.map((release, index) => toStep(release, chain[index - 1]));
  return {
    steps,
    totalMs: last.readyAtMs - first.runnableAtMs,
    idleMs: steps.reduce((sum, { slotMs }) => sum + slotMs, 0),
  };
}

/** All that is done after the environment was live is no part of how long it took to be. */
export function wasDoneAgain({ runnableAt }: ReleaseStatus, liveAt: string | undefined): boolean {
  return runnableAt !== undefined && liveAt !== undefined && Date.parse(runnableAt) > Date.parse(liveAt);
}

interface Timed {
  readonly id: string;
  readonly dependencies: readonly string[];
  readonly runnableAtMs: number;
  readonly startedAtMs: number;
  readonly appliedAtMs: number;
  readonly readyAtMs: number;
}

/** Each time is no earlier than the one before, and none earlier than the commit began. */
function toTimed(
  { id, dependencies, runnableAt, startedAt, appliedAt, readyAt }: ReleaseStatus,
  begunAtMs: number,
): readonly Timed[] {
  if (runnableAt === undefined || startedAt === undefined || appliedAt === undefined || readyAt === undefined) {
    return [];
  }
  const runnableAtMs = Math.max(begunAtMs, Date.parse(runnableAt));
  const startedAtMs = Math.max(runnableAtMs, Date.parse(startedAt));
  const appliedAtMs = Math.max(startedAtMs, Date.parse(appliedAt));
  const readyAtMs = Math.max(appliedAtMs, Date.parse(readyAt));
  return [{ id, dependencies, runnableAtMs, startedAtMs, appliedAtMs, readyAtMs }];
}

/** From the one that was ready last to what it waited for longest, and so on. */
function followBack(timed: readonly Timed[]): readonly Timed[] {
  const chain: Timed[] = [];
  let next = findLast(timed);
  while (next !== undefined && !chain.includes(next)) {
    chain.unshift(next);
    const { dependencies } = next;
    next = findLast(timed.filter(({ id }) => dependencies.includes(id)));
  }
  return chain;
}

function findLast(timed: readonly Timed[]): Timed | undefined {
  return timed.toSorted((one, other) => other.readyAtMs - one.readyAtMs)[0];
}

function toStep(
  { id, runnableAtMs, startedAtMs, appliedAtMs, readyAtMs }: Timed,
  before: Timed | undefined,
): CriticalStep {
  return {
    id,
    // It may have been applied before, when what it depends on was as well: then it waited for nothing.
    waitMs: before === undefined ? 0 : Math.max(0, runnableAtMs - before.readyAtMs),
    slotMs: startedAtMs - runnableAtMs,
    applyMs: appliedAtMs - startedAtMs,
    readinessMs: readyAtMs - appliedAtMs,
  };
}
