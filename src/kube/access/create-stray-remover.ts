import { KubeConfig } from '@kubernetes/client-node';
import type { DeployerAccess, StrayRemover } from '../../engine/ports/cluster.ts';
import { createKubeClient } from '../create-kube-client.ts';
import { isConflict, isNotFound, toEngineError } from '../errors.ts';

/** More than all that is asked of the API server at one time takes. */
const longestMs = 5 * 60_000;

/** Removes with the access that Helm has: it reaches one namespace, and there what Helm may take away. */
export function createStrayRemover(access: DeployerAccess): StrayRemover {
  return {
    removeStrays: async (namespace, strays) => {
      const config = new KubeConfig();
      config.loadFromString(await access.createKubeconfig(namespace, longestMs));
      const client = createKubeClient(config);
      try {
        for (const { apiVersion, kind, name, uid } of strays) {
          const spec = { apiVersion, kind, metadata: { name, namespace } };
          // The one that was seen, not one that took its name since.
          const body = { preconditions: { uid } };
          await client.objects
            .delete(spec, undefined, undefined, undefined, undefined, 'Background', body)
            .catch((error: unknown) => {
              if (!isNotFound(error) && !isConflict(error)) throw error;
            });
        }
      } catch (error) {
        throw toEngineError(`removing what is left over in namespace "${namespace}"`, error);
      } finally {
        await client.close();
      }
    },
  };
}
