import type { ReleaseStatus } from '../../environment/release-status.ts';
import { toDigestLabel } from '../../plan/to-digest-label.ts';
import type { Recollection, Recollections } from '../ports/world.ts';
import type { Timekeeper } from './timekeeper.ts';

/** Finds on record what tells how Jobs ended that are gone: no watch of a berth that was started since has seen it. */
export function recallReleases(recorded: readonly ReleaseStatus[], times: Pick<Timekeeper, 'find'>): Recollections {
  return new Map(
    recorded.flatMap((release) => {
      const recollection = recall(release, times);
      return recollection === undefined ? [] : [[release.helmRelease, recollection] as const];
    }),
  );
}

function recall(
  { helmRelease, phase, digest, reason, object }: ReleaseStatus,
  times: Pick<Timekeeper, 'find'>,
): Recollection | undefined {
  // Not from the record, which comes later: what is applied once more has yet to be ready with the same inputs.
  const known = times.find(helmRelease);
  if (known?.readyAtMs !== undefined) return { kind: 'ready', digest: toDigestLabel(known.digest) };
  if (phase !== 'Failed' || reason !== 'MigrationFailed' || digest === undefined || object === undefined) {
    return undefined;
  }
  return { kind: 'failed', digest: toDigestLabel(digest), object };
}
