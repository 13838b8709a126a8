import { ApiException, PatchStrategy, type KubeConfig, type KubernetesObject } from '@kubernetes/client-node';
import PQueue from 'p-queue';
import { createKubeClient } from '../../../src/kube/create-kube-client.ts';

export interface FluxCluster {
  /** Applies objects, as many at a time as the API server takes well. */
  apply(objects: readonly KubernetesObject[], signal: AbortSignal): Promise<void>;
  /** Asks for objects to go; that one is gone already is fine. */
  remove(objects: readonly KubernetesObject[]): Promise<void>;
  /** Everything of a kind, in all namespaces or with a label. Nothing if there is no such kind. */
  list(kind: FluxKind, labelSelector?: string): Promise<readonly KubernetesObject[]>;
  /** Lets objects go without the controller whose finalizer they carry. */
  release(objects: readonly KubernetesObject[]): Promise<void>;
  close(): Promise<void>;
}

export type FluxKind = Required<Pick<KubernetesObject, 'apiVersion' | 'kind'>>;

/** Talks to the cluster about Flux's objects. */
export function createFluxCluster(config: KubeConfig): FluxCluster {
  const client = createKubeClient(config);
  const { objects: api } = client;
  return {
    async apply(objects, signal) {
      const queue = new PQueue({ concurrency: requestsAtOnce });
      await queue.addAll(
        objects.map((object) => async () => {
          signal.throwIfAborted();
          await api.patch(object, undefined, undefined, fieldManager, true, PatchStrategy.ServerSideApply);
        }),
      );
    },
    async remove(objects) {
      const queue = new PQueue({ concurrency: requestsAtOnce });
      await queue.addAll(objects.map((object) => () => unlessMissing(api.delete(object))));
    },
    async list({ apiVersion, kind }, labelSelector) {
      const nothing = { items: [] as KubernetesObject[] };
      const listing = api.list(apiVersion, kind, ...everywhere, labelSelector);
      const { items } = (await unlessMissing(listing)) ?? nothing;
      return items.map((item) => ({ ...item, apiVersion, kind }));
    },
    async release(objects) {
      const patches = objects.map(({ apiVersion, kind, metadata }) => {
        const { name = '', namespace } = metadata ?? {};
        return {
          apiVersion,
          kind,
          metadata: { name, ...(namespace !== undefined && { namespace }), finalizers: null },
        };
      });
      for (const patch of patches) {
        const body = patch as unknown as KubernetesObject; // null takes the field away, which the type does not know
        await unlessMissing(api.patch(body, undefined, undefined, undefined, undefined, PatchStrategy.MergePatch));
      }
    },
    close: () => client.close(),
  };
}

const fieldManager = 'berth-bench';
const requestsAtOnce = 16;

/** namespace, pretty, exact, exportt, fieldSelector of KubernetesObjectApi.list */
const everywhere = [undefined, undefined, undefined, undefined, undefined] as const;

async function unlessMissing<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return undefined;
    if (error instanceof Error && error.message.startsWith('Unrecognized API version and kind')) return undefined;
    throw error;
  }
}
