import type { ReleaseStatus } from '../../environment/release-status.ts';
import type { PlannedRelease } from '../../plan/plan.ts';
import type { Clock } from '../ports/clock.ts';
import type { Telemetry } from '../ports/telemetry.ts';

/** When what happened to a release on its way to being ready, for the inputs that a digest stands for. */
export interface ReleaseTimes {
  readonly digest: string;
  /** All that it depends on was ready and the outputs it uses were there: nothing but berth held it up any more. */
  readonly runnableAtMs: number | undefined;
  /** Helm had room for it. */
  readonly startedAtMs: number | undefined;
  /** Helm had ended well. */
  readonly appliedAtMs: number | undefined;
  /** It was ready for the first time. It need not have stayed so. */
  readonly readyAtMs: number | undefined;
}

interface TimekeeperOptions {
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** As recorded by a berth before this one. */
  readonly before: readonly ReleaseStatus[];
}

/** Keeps the times of the releases of one environment, by Helm's name of each. Other inputs begin anew. */
export class Timekeeper {
  readonly #clock: Clock;
  readonly #telemetry: Telemetry;
  readonly #times: Map<string, ReleaseTimes>;
  readonly #unreadyAtMs = new Map<string, number>();
  /** By the release as planned: with another plan it begins anew. */
  readonly #heldUpAtMs = new WeakMap<PlannedRelease, number>();

  constructor({ clock, telemetry, before }: TimekeeperOptions) {
    this.#clock = clock;
    this.#telemetry = telemetry;
    this.#times = new Map(before.flatMap(restoreTimes));
  }

  find(helmRelease: string): ReleaseTimes | undefined {
    return this.#times.get(helmRelease);
  }

  /** It was seen not to be able to run: it waits, or is as it was wanted until now. */
  noteHeldUp(release: PlannedRelease): void {
    this.#heldUpAtMs.set(release, this.#clock.nowMs());
  }

  /** When it was seen so last. */
  findHeldUpAtMs(release: PlannedRelease): number | undefined {
    return this.#heldUpAtMs.get(release);
  }

  /**
   * `atMs` is since when it could run, if that is known to be before now. A run that is tried again could have run since the
   * first time; one that was applied before is another.
   */
  noteRunnable(helmRelease: string, digest: string, atMs = this.#clock.nowMs()): void {
    const before = this.#findSame(helmRelease, digest);
    const runnableAtMs = before?.appliedAtMs === undefined ? before?.runnableAtMs : undefined;
    this.#times.set(helmRelease, { ...nothing, digest, runnableAtMs: runnableAtMs ?? atMs });
  }

  /** `askedAtMs` is when this run of Helm asked for its turn. */
  noteStarted(helmRelease: string, digest: string, askedAtMs: number): void {
    const startedAtMs = this.#clock.nowMs();
    this.#set(helmRelease, digest, { startedAtMs });
    this.#telemetry.observeScheduleGap('slot', startedAtMs - askedAtMs);
  }

  noteApplied(helmRelease: string, digest: string): void {
    this.#set(helmRelease, digest, { appliedAtMs: this.#clock.nowMs() });
  }

  /** It was seen not to be ready, so it cannot have been before. */
  noteUnready(helmRelease: string): void {
    this.#unreadyAtMs.set(helmRelease, this.#clock.nowMs());
  }

  /** `heardAtMs` is when the word came that made it ready, if that is known. */
  noteReady(helmRelease: string, digest: string, heardAtMs: number | undefined): void {
    const times = this.#findSame(helmRelease, digest);
    if (times?.readyAtMs !== undefined) return;
    const nowMs = this.#clock.nowMs();
    const earliestMs = Math.max(times?.appliedAtMs ?? 0, this.#unreadyAtMs.get(helmRelease) ?? 0);
    const readyAtMs = Math.min(nowMs, Math.max(heardAtMs ?? nowMs, earliestMs));
    this.#times.set(helmRelease, { ...(times ?? nothing), digest, readyAtMs });
    // What was ready before this berth came to see it tells nothing of how quick it is.
    if (times?.appliedAtMs === undefined || times.startedAtMs === undefined) return;
    if (heardAtMs !== undefined) this.#telemetry.observeReadinessLag(nowMs - readyAtMs);
    this.#telemetry.observeReady(readyAtMs - times.startedAtMs);
  }

  #set(helmRelease: string, digest: string, changes: Partial<ReleaseTimes>): void {
    this.#times.set(helmRelease, { ...(this.#findSame(helmRelease, digest) ?? nothing), digest, ...changes });
  }

  #findSame(helmRelease: string, digest: string): ReleaseTimes | undefined {
    const times = this.#times.get(helmRelease);
    return times?.digest === digest ? times : undefined;
  }
}

const nothing = {
  runnableAtMs: undefined,
  startedAtMs: undefined,
  appliedAtMs: undefined,
  readyAtMs: undefined,
} as const satisfies Omit<ReleaseTimes, 'digest'>;

function restoreTimes({
  helmRelease,
  digest,
  runnableAt,
  startedAt,
  appliedAt,
  readyAt,
}: ReleaseStatus): readonly (readonly [string, ReleaseTimes])[] {
  if (digest === undefined) return [];
  const times = {
    digest,
    runnableAtMs: toMs(runnableAt),
    startedAtMs: toMs(startedAt),
    appliedAtMs: toMs(appliedAt),
    readyAtMs: toMs(readyAt),
  };
  return [[helmRelease, times]];
}

function toMs(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Date.parse(time);
}
