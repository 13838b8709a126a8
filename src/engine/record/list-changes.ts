import { isDeepStrictEqual } from 'node:util';
import type { EnvironmentStatus } from '../../environment/environment.ts';
import type { Changes } from '../ports/cluster.ts';

/** Lists the fields of a status that are others than before, with what they are now; nothing, where none is. */
export function listChanges(
  before: EnvironmentStatus,
  after: EnvironmentStatus,
): Changes<EnvironmentStatus> | undefined {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof EnvironmentStatus>;
  const changed = [...names].filter((name) => !isDeepStrictEqual(before[name], after[name]));
  return changed.length === 0 ? undefined : Object.fromEntries(changed.map((name) => [name, after[name]]));
}
