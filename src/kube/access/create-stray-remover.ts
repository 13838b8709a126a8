import type { DeployerAccess, StrayRemover } from '../../engine/ports/cluster.ts';
import { isConflict, isNotFound, toEngineError } from '../errors.ts';
import { withDeployer } from './with-deployer.ts';

/** Removes with the access that Helm has: it takes away only what Helm may. */
export function createStrayRemover(access: DeployerAccess): StrayRemover {
  return {
    removeStray: (namespace, { apiVersion, kind, name, uid }) =>
      withDeployer(access, namespace, async (client) => {
        const spec = { apiVersion, kind, metadata: { name, namespace } };
        // The one that was seen, not one that took its name since.
        const body = { preconditions: { uid } };
        try {
          await client.objects.delete(spec, undefined, undefined, undefined, undefined, 'Background', body);
        } catch (error) {
          if (isNotFound(error) || isConflict(error)) return;
          throw toEngineError(`removing what is left over in namespace "${namespace}"`, error);
        }
      }),
  };
}
