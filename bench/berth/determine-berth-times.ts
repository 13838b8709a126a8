import { determineQuantile } from '../figures/quantiles.ts';
import type { Sample } from '../figures/sample.ts';
import { determineCriticalPath } from '../graphs/determine-critical-path.ts';
import type { ReleaseStatus } from '../../src/environment/release-status.ts';

/**
 * Determines from what berth recorded of releases how long a deploy took from the first start to the last ready one, how
 * long its critical path was, and what was lost between. Releases that the deploy left alone are left out.
 */
export function determineBerthTimes(releases: readonly ReleaseStatus[], sinceMs: number): Sample['values'] {
  const timed = releases.flatMap(readTimes).filter(({ startedAtMs }) => startedAtMs >= sinceMs);
  if (timed.length === 0) return {};
  const beganAtMs = Math.min(...timed.map(({ runnableAtMs }) => runnableAtMs));
  const tookMs = Math.max(...timed.map(({ readyAtMs }) => readyAtMs)) - beganAtMs;
  const path = determineCriticalPath(
    timed.map((release) => ({ ...release, tookMs: release.readyAtMs - release.startedAtMs })),
  );
  const gapsMs = listGaps(timed);
  return {
    readyS: tookMs / 1_000,
    criticalPathS: path.tookMs / 1_000,
    stepLossS: (tookMs - path.tookMs) / 1_000 / path.names.length,
    ...(gapsMs.length > 0 && {
      gapP50Ms: determineQuantile(gapsMs, 0.5),
      gapP99Ms: determineQuantile(gapsMs, 0.99),
    }),
  };
}

interface ReleaseTimes {
  readonly name: string;
  readonly dependencies: readonly string[];
  readonly runnableAtMs: number;
  readonly startedAtMs: number;
  readonly readyAtMs: number;
}

function readTimes({ id, dependencies, runnableAt, startedAt, readyAt }: ReleaseStatus): readonly ReleaseTimes[] {
  if (startedAt === undefined || readyAt === undefined) return [];
  const startedAtMs = Date.parse(startedAt);
  const runnableAtMs = runnableAt === undefined ? startedAtMs : Date.parse(runnableAt);
  return [{ name: id, dependencies, runnableAtMs, startedAtMs, readyAtMs: Date.parse(readyAt) }];
}

/** From the moment in which the last dependency was ready until Helm began. */
function listGaps(releases: readonly ReleaseTimes[]): readonly number[] {
  const readyAtMs = new Map(releases.map((release) => [release.name, release.readyAtMs]));
  return releases.flatMap(({ dependencies, startedAtMs }) => {
    const readyTimes = dependencies.flatMap((name) => readyAtMs.get(name) ?? []);
    return readyTimes.length === 0 ? [] : [startedAtMs - Math.max(...readyTimes)];
  });
}
