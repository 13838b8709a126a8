import type { ReleaseStatus } from '../../environment/release-status.ts';
import { toDigestLabel } from '../../plan/to-digest-label.ts';
import type { Recollection } from '../ports/world.ts';
import type { Timekeeper } from './timekeeper.ts';

/** Finds on record what tells how Jobs of a release ended that are gone: no watch of a berth that was started since has seen it. */
export function recallRelease(
  helmRelease: string,
  recorded: readonly ReleaseStatus[],
  times: Pick<Timekeeper, 'find'>,
): Recollection | undefined {
  const release = recorded.find((one) => one.helmRelease === helmRelease);
  if (release === undefined) return undefined;
  // Not from the record, which comes later: what is applied once more has yet to be ready with the same inputs.
  const known = times.find(helmRelease);
  if (known?.readyAtMs !== undefined) return { kind: 'ready', digest: toDigestLabel(known.digest) };
  const { phase, digest, reason, object } = release;
  if (phase !== 'Failed' || reason !== 'MigrationFailed' || digest === undefined || object === undefined) {
    return undefined;
  }
  return { kind: 'failed', digest: toDigestLabel(digest), object };
}
