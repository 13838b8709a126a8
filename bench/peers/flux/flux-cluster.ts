import { setTimeout as sleep } from 'node:timers/promises';
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
          await patiently(() =>
            api.patch(object, undefined, undefined, fieldManager, true, PatchStrategy.ServerSideApply),
          );
        }),
      );
    },
    async remove(objects) {
      const queue = new PQueue({ concurrency: requestsAtOnce });
      await queue.addAll(objects.map((object) => () => unlessMissing(() => api.delete(object), goneOrGoing)));
    },
    async list({ apiVersion, kind }, labelSelector) {
      const nothing = { items: [] as KubernetesObject[] };
      const list = () => api.list(apiVersion, kind, ...everywhere, labelSelector);
      const { items } = (await unlessMissing(list)) ?? nothing;
      return items.map((item) => ({ ...item, apiVersion, kind }));
    },
    async release(objects) {
      for (const patch of objects.map(renderRelease)) {
        const mergePatch = [undefined, undefined, undefined, undefined, PatchStrategy.MergePatch] as const;
        await unlessMissing(() => api.patch(patch, ...mergePatch));
      }
    },
    close: () => client.close(),
  };
}

/** A patch that takes the finalizers away. The type does not know that null does. */
function renderRelease({ apiVersion, kind, metadata }: KubernetesObject): KubernetesObject {
  const { name = '', namespace } = metadata ?? {};
  const patch = {
    apiVersion,
    kind,
    metadata: { name, ...(namespace !== undefined && { namespace }), finalizers: null },
  };
  return patch as unknown as KubernetesObject;
}

const fieldManager = 'berth-bench';
const requestsAtOnce = 16;

/** namespace, pretty, exact, exportt, fieldSelector of KubernetesObjectApi.list */
const everywhere = [undefined, undefined, undefined, undefined, undefined] as const;

const gone = [404] as const;
/** A namespace that is going says that it cannot be told to go once more. */
const goneOrGoing = [404, 409] as const;

async function unlessMissing<T>(request: () => Promise<T>, codes: readonly number[] = gone): Promise<T | undefined> {
  try {
    return await patiently(request);
  } catch (error) {
    if (error instanceof ApiException && codes.includes(error.code)) return undefined;
    if (error instanceof Error && error.message.startsWith('Unrecognized API version and kind')) return undefined;
    throw error;
  }
}

const triesAtMost = 60;
const pauseMs = 500;

/** A kind that was only just defined is not served at once: until then the API server says that there is too much to do. */
async function patiently<T>(request: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await request();
    } catch (error) {
      if (!(error instanceof ApiException) || error.code !== 429 || tries === triesAtMost) throw error;
    }
    await sleep(pauseMs);
  }
}
