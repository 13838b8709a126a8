import type { Environment, EnvironmentStatus } from '../../environment/environment.ts';
import type { EnvironmentStore } from '../ports/cluster.ts';
import { listChanges } from './list-changes.ts';

/** Writes what of a status is another than before; nothing, where nothing is. Resolves to the environment as it is then. */
export async function recordStatus(
  environment: Environment,
  status: EnvironmentStatus,
  environments: EnvironmentStore,
): Promise<Environment> {
  const changes = listChanges(environment.status, status);
  return changes === undefined ? environment : await environments.updateStatus(environment.name, changes);
}
