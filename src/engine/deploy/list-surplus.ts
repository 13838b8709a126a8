import type { Environment } from '../../environment/environment.ts';
import type { ReleaseStatus } from '../../environment/release-status.ts';
import type { Goal } from '../graph/goal.ts';
import type { Observation } from '../ports/world.ts';

/** Lists releases that are there and no longer wanted. */
export function listSurplus(
  { status }: Environment,
  { plan }: Goal,
  { releases }: Observation,
): readonly ReleaseStatus[] {
  const wanted = new Set(plan.releases.map(({ helmRelease }) => helmRelease));
  return listRecorded(
    status.releases,
    [...releases.keys()].filter((helmRelease) => !wanted.has(helmRelease)),
  );
}

/** Finds what was recorded of releases that are there; of one that Helm alone knows, only its name is. */
export function listRecorded(
  recorded: readonly ReleaseStatus[],
  helmReleases: readonly string[],
): readonly ReleaseStatus[] {
  const known = new Map(recorded.map((release) => [release.helmRelease, release]));
  return helmReleases.map((helmRelease) => ({
    ...(known.get(helmRelease) ?? describeUnrecorded(helmRelease)),
    phase: 'Removing',
  }));
}

/** Lists those that may go now: each goes after all that was said to depend on it. */
export function listRemovable(releases: readonly ReleaseStatus[]): readonly ReleaseStatus[] {
  const needed = new Set(releases.flatMap(({ dependencies }) => dependencies));
  return releases.filter(({ id }) => !needed.has(id));
}

function describeUnrecorded(helmRelease: string): ReleaseStatus {
  return {
    id: helmRelease,
    service: '',
    name: helmRelease,
    helmRelease,
    chart: '',
    dependencies: [],
    phase: 'Removing',
    log: [],
    attempts: 0,
  };
}
