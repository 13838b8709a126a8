import type { V1Namespace } from '@kubernetes/client-node';
import type { Blocker } from '../../engine/ports/cluster.ts';
import type { KubeClient } from '../create-kube-client.ts';
import { isForbidden, isNotFound } from '../errors.ts';
import { listObjects } from '../reflector/list-objects.ts';
import { patienceMs } from './patience.ts';
import { resourceKinds } from './resource-kinds.ts';

/** Finalizers that Kubernetes takes off by itself a moment later, unless something is wrong. */
const passing = new Set([
  'foregroundDeletion',
  'orphan',
  'kubernetes.io/pvc-protection',
  'batch.kubernetes.io/job-tracking',
]);

/**
 * Lists what keeps a namespace from going: its objects with finalizers, by name as far as berth may read them. The
 * namespace itself says only of which kinds they are.
 */
export async function listBlockers(client: KubeClient, namespace: V1Namespace): Promise<readonly Blocker[]> {
  const { name = '', deletionTimestamp } = namespace.metadata ?? {};
  const messages = new Map(
    (namespace.status?.conditions ?? [])
      .filter(({ status }) => status === 'True')
      .map(({ type, message }) => [type, message ?? '']),
  );
  const broken = ['NamespaceDeletionDiscoveryFailure', 'NamespaceDeletionContentFailure'];
  const isBroken = broken.some((type) => messages.has(type));
  if (isBroken) return [{ object: `Namespace/${name}`, cause: 'finalizer kubernetes' }];
  const isPatient = Date.now() - (deletionTimestamp?.getTime() ?? 0) < patienceMs;
  const finalizers = readFinalizers(messages.get('NamespaceFinalizersRemaining') ?? '').filter(
    (finalizer) => !isPatient || !passing.has(finalizer),
  );
  if (finalizers.length === 0) return [];
  const resources = readResources(messages.get('NamespaceContentRemaining') ?? '');
  const found = (await Promise.all(resources.map((resource) => listHeld(client, name, resource)))).flat();
  const named = found.filter(({ finalizer }) => finalizers.includes(finalizer));
  const unnamed = finalizers.filter((finalizer) => !named.some((held) => held.finalizer === finalizer));
  return [...named, ...unnamed.map((finalizer) => ({ object: resources.join(', '), finalizer }))].map(toBlocker);
}

/** Reads `Some content in the namespace has finalizers remaining: a.example/b in 2 resource instances, c/d in 1 …`. */
function readFinalizers(message: string): readonly string[] {
  return [...message.matchAll(/(\S+) in \d+ resource instances/g)].map(([, finalizer = '']) => finalizer);
}

/** Reads `Some resources are remaining: pods. has 1 resource instances, deployments.apps has 2 …`. */
function readResources(message: string): readonly string[] {
  return [...message.matchAll(/(\S+?)\.? has \d+ resource instances/g)].map(([, resource = '']) => resource);
}

interface Held {
  readonly object: string;
  readonly finalizer: string;
}

async function listHeld(client: KubeClient, namespace: string, resource: string): Promise<readonly Held[]> {
  const known = resourceKinds.get(resource);
  if (known === undefined) return [];
  const path = `${known.api}/namespaces/${namespace}/${resource.replace(/\..*/, '')}`;
  try {
    const request = { client, path, query: {}, signal: AbortSignal.timeout(10_000), quietMs: 10_000 };
    const { objects } = await listObjects(request);
    return objects.flatMap(({ metadata }) =>
      (metadata.finalizers ?? []).map((finalizer) => ({ object: `${known.kind}/${metadata.name}`, finalizer })),
    );
  } catch (error) {
    // The right to read some of them went with the namespace.
    if (isForbidden(error) || isNotFound(error)) return [];
    throw error;
  }
}

function toBlocker({ object, finalizer }: Held): Blocker {
  return { object, cause: `finalizer ${finalizer}` };
}
