import type { Environment } from '../../environment/environment.ts';

/**
 * Estimates how long each release takes from its start until it is ready, in milliseconds by `service/release`, from what
 * was measured in environments of the same repository: the middle one, since a single slow node says little.
 */
export function estimateReleases(
  repository: string,
  environments: readonly Pick<Environment, 'spec' | 'status'>[],
): Readonly<Record<string, number>> {
  const measured = new Map<string, number[]>();
  for (const { spec, status } of environments) {
    if (spec.repository.toLowerCase() !== repository.toLowerCase()) continue;
    for (const { id, startedAt, readyAt } of status.releases) {
      if (startedAt === undefined || readyAt === undefined) continue;
      measured.set(id, [...(measured.get(id) ?? []), Date.parse(readyAt) - Date.parse(startedAt)]);
    }
  }
  return Object.fromEntries([...measured].map(([id, times]) => [id, findMiddle(times)]));
}

function findMiddle(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}
