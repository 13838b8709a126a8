import { wasDoneAgain } from '../../environment/determine-critical-path.ts';
import type { EnvironmentStatus } from '../../environment/environment.ts';
import type { ReleaseStatus } from '../../environment/release-status.ts';

/** What a release did and when, in parts of a whole from 0 to 100. */
export interface Bar {
  readonly id: string;
  readonly segments: readonly Segment[];
}

export interface Segment {
  readonly kind: 'waiting' | 'applying' | 'settling' | 'failed';
  readonly from: number;
  readonly to: number;
  /** It still goes on: how long it takes is not known. */
  readonly isOpen: boolean;
}

export interface Bars {
  /** From when the commit began until the last thing that is known to have happened, and somewhat more while it goes on. */
  readonly spanMs: number;
  /** Until the first release could run. */
  readonly preparingMs: number;
  /** Those that had something to do for this commit, and were not done again since. */
  readonly bars: readonly Bar[];
}

/** Lists when each release of a commit waited for Helm, was applied and became ready. `undefined` where nothing was done. */
export function listBars({
  releases,
  startedAt,
  liveAt,
}: Pick<EnvironmentStatus, 'releases' | 'startedAt' | 'liveAt'>): Bars | undefined {
  if (startedAt === undefined) return undefined;
  const fromMs = Date.parse(startedAt);
  const timed = releases
    .filter((release) => !wasDoneAgain(release, liveAt))
    .map((release) => toTimed(release, fromMs))
    .filter((release) => hasDoneSomething(release, fromMs));
  if (timed.length === 0) return undefined;
  const knownMs = Math.max(shortestMs, ...timed.flatMap(({ times }) => times).map((ms) => ms - fromMs));
  const spanMs = timed.some(isOpen) ? knownMs * roomForOpen : knownMs;
  const place = (ms: number) => Math.round((1_000 * (ms - fromMs)) / spanMs) / 10;
  return {
    spanMs,
    preparingMs: Math.min(...timed.flatMap(({ times }) => times)) - fromMs,
    bars: timed.map((release) => ({ id: release.id, segments: listSegments(release, place) })),
  };
}

/** In a shorter span than this, every bar would look long. */
const shortestMs = 1_000;
/** What began just now is to be seen as well. */
const roomForOpen = 1.1;

interface Timed {
  readonly id: string;
  readonly phase: ReleaseStatus['phase'];
  /** Runnable, started, applied, ready, as far as it has come; none before the commit began. */
  readonly times: readonly number[];
}

function toTimed({ id, phase, runnableAt, startedAt, appliedAt, readyAt }: ReleaseStatus, begunAtMs: number): Timed {
  const known = [runnableAt ?? startedAt, startedAt, appliedAt ?? readyAt, readyAt];
  const end = known.includes(undefined) ? known.indexOf(undefined) : known.length;
  return { id, phase, times: known.slice(0, end).map((time) => Math.max(begunAtMs, Date.parse(time ?? ''))) };
}

/** What was ready before the commit began is not part of how it went. */
function hasDoneSomething({ phase, times }: Timed, begunAtMs: number): boolean {
  const isUnderWay = phase === 'Applying' || phase === 'Settling' || phase === 'Failed';
  return times.length > 0 && (isUnderWay || Math.max(...times) > begunAtMs);
}

function isOpen(release: Timed): boolean {
  return findOpenKind(release) !== undefined;
}

function findOpenKind({ phase, times }: Pick<Timed, 'phase' | 'times'>): Segment['kind'] | undefined {
  return phase === 'Failed' ? 'failed' : kinds[times.length - 1];
}

const kinds = ['waiting', 'applying', 'settling'] as const;

function listSegments({ phase, times }: Timed, place: (ms: number) => number): readonly Segment[] {
  const closed = times.slice(1).flatMap((toMs, index): readonly Segment[] => {
    const kind = kinds[index];
    const fromMs = times[index] ?? toMs;
    return kind === undefined || toMs <= fromMs ? [] : [{ kind, from: place(fromMs), to: place(toMs), isOpen: false }];
  });
  const kind = findOpenKind({ phase, times });
  const last = times.at(-1);
  if (kind === undefined || last === undefined) return closed;
  return [...closed, { kind, from: place(last), to: 100, isOpen: true }];
}
