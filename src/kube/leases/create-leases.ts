import {
  CoordinationV1Api,
  PatchStrategy,
  setHeaderOptions,
  V1MicroTime,
  type RequestContext,
  type ResponseContext,
} from '@kubernetes/client-node';
import type { Leases, ReplicaLease } from '../../engine/ports/leases.ts';
import type { Logger } from '../../logger.ts';
import type { KubeClient } from '../create-kube-client.ts';
import { toEngineError } from '../errors.ts';
import { createReflector } from '../reflector/create-reflector.ts';
import { unlessGone } from '../unless-gone.ts';
import { readLease } from './read-lease.ts';

export interface KubeLeases extends Leases {
  /** Resolves once all are known; rejects when the signal ends. */
  whenSynced(signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

interface LeasesOptions {
  readonly client: KubeClient;
  /** The namespace of berth, where the Leases are. */
  readonly namespace: string;
  readonly log: Logger;
}

/** Sets them apart from whatever else keeps Leases there. */
const labels = { 'app.kubernetes.io/managed-by': 'berth', 'berth.dev/lease': 'replica' };

const mergePatch = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);

/** Keeps the Leases of the replicas in berth's own namespace. */
export function createLeases({ client, namespace, log }: LeasesOptions): KubeLeases {
  const api = client.api(CoordinationV1Api);
  const listeners = new Set<() => void>();
  const reflector = createReflector<ReplicaLease>({
    client,
    path: `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`,
    labelSelector: Object.entries(labels)
      .map(([name, value]) => `${name}=${value}`)
      .join(','),
    log,
    project: readLease,
    onChange: () => {
      for (const listener of listeners) listener();
    },
  });
  return {
    list: () => reflector.list(),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    readVersion: (identity) => guard('reading', identity, () => readVersion(api, namespace, identity)),
    create: ({ identity, durationMs }) =>
      guard('making', identity, async () => {
        await api.createNamespacedLease({ namespace, body: buildLease(identity, durationMs) });
      }),
    renew: (identity, withinMs) =>
      guard('renewing', identity, async () => {
        const body = { spec: { renewTime: new V1MicroTime().toISOString() } };
        await api.patchNamespacedLease({ namespace, name: identity, body }, patchWithin(withinMs));
      }),
    remove: (identity) =>
      guard('removing', identity, async () => {
        await unlessGone(() => api.deleteNamespacedLease({ namespace, name: identity }));
      }),
    whenSynced: (signal) => reflector.whenSynced(signal),
    stop: () => reflector.stop(),
  };
}

async function guard<T>(doing: string, identity: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw toEngineError(`${doing} the lease "${identity}"`, error);
  }
}

async function readVersion(api: CoordinationV1Api, namespace: string, name: string): Promise<string | undefined> {
  const lease = await unlessGone(() => api.readNamespacedLease({ namespace, name }));
  return lease?.metadata?.resourceVersion;
}

function buildLease(identity: string, durationMs: number) {
  const now = new V1MicroTime();
  const leaseDurationSeconds = Math.ceil(durationMs / 1_000);
  const spec = { holderIdentity: identity, leaseDurationSeconds, acquireTime: now, renewTime: now };
  return { metadata: { name: identity, labels }, spec };
}

/** The usual time for an answer is longer than a Lease stands. */
function patchWithin(ms: number): typeof mergePatch {
  const middleware = mergePatch.middleware?.map((one) => ({
    post: (response: ResponseContext) => one.post(response),
    pre: (request: RequestContext) => {
      request.setSignal(AbortSignal.timeout(ms));
      return one.pre(request);
    },
  }));
  return { ...mergePatch, ...(middleware && { middleware }) };
}
