import type { Environment } from '../../environment/environment.ts';
import type { EnvironmentStore } from '../ports/cluster.ts';
import { describeRefusal, type Shares } from './shares.ts';

/**
 * Lets this replica write only to environments that it holds, by compare-and-swap: what one that was frozen has still to
 * say is not heard. What is wanted of one that nobody holds yet may be written by any.
 */
export function createFencedEnvironments(
  environments: EnvironmentStore,
  shares: Pick<Shares, 'holds' | 'isActive'>,
): EnvironmentStore {
  const isHeldByNone = ({ status }: Environment) => shares.isActive && status.holder?.identity === undefined;
  const assertAllowed = (name: string, written: Environment | undefined) => {
    if (written === undefined) throw describeRefusal(`writing to "${name}"`);
    return written;
  };
  return {
    ...environments,
    create: async (name, spec) => {
      if (!shares.isActive) throw describeRefusal(`creating "${name}"`);
      return await environments.create(name, spec);
    },
    updateSpec: async (name, changes) => {
      const decide = (latest: Environment) => (shares.holds(latest) || isHeldByNone(latest) ? changes : undefined);
      return assertAllowed(name, await environments.decideSpec(name, decide));
    },
    updateStatus: async (name, changes) => {
      const decide = (latest: Environment) => (shares.holds(latest) ? changes : undefined);
      return assertAllowed(name, await environments.decideStatus(name, decide));
    },
    remove: async (name) => {
      const environment = environments.get(name);
      if (environment !== undefined && !shares.holds(environment)) throw describeRefusal(`removing "${name}"`);
      await environments.remove(name);
    },
  };
}
