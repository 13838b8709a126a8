import { isDeepStrictEqual } from 'node:util';
import type { Environment, EnvironmentStatus } from '../../environment/environment.ts';
import type { Changes, EnvironmentStore } from '../ports/cluster.ts';

/** Writes what of a status is another than before; nothing, where nothing is. Resolves to the environment as it is then. */
export async function recordStatus(
  environment: Environment,
  status: EnvironmentStatus,
  environments: EnvironmentStore,
): Promise<Environment> {
  const names = new Set([...Object.keys(environment.status), ...Object.keys(status)]) as Set<keyof EnvironmentStatus>;
  const changed = [...names].filter((name) => !isDeepStrictEqual(environment.status[name], status[name]));
  if (changed.length === 0) return environment;
  const changes: Changes<EnvironmentStatus> = Object.fromEntries(changed.map((name) => [name, status[name]]));
  return await environments.updateStatus(environment.name, changes);
}
