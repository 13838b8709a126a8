import { CoreV1Api } from '@kubernetes/client-node';
import type { NamespacePlace, Namespaces } from '../../engine/ports/cluster.ts';
import type { Logger } from '../../logger.ts';
import type { KubeClient } from '../create-kube-client.ts';
import { isNotFound, toEngineError } from '../errors.ts';
import { copySharedSecrets } from './copy-shared-secrets.ts';
import { ensureOwnNamespace } from './ensure-own-namespace.ts';
import type { Installation } from './installation.ts';
import { belongsTo, marks, type Owner } from './marks.ts';
import { readRemains } from './read-remains.ts';
import { renderPlace } from './render-place.ts';
import { applyObject } from './apply-object.ts';
import { untilInForce } from './until-in-force.ts';

export interface NamespacesOptions {
  readonly client: KubeClient;
  readonly installation: Installation;
  readonly log: Logger;
  /** What was known of a namespace of that name holds no longer: it was made anew, or goes. */
  readonly onReplaced: (namespace: string) => void;
}

/** Gives environments namespaces of their own, complete before anything runs in them, and takes away only those. */
export function createNamespaces(options: NamespacesOptions): Namespaces {
  const { client } = options;
  return {
    ensureNamespace: (place) =>
      guard(`preparing namespace "${place.namespace}"`, () => ensureNamespace(options, place)),
    deleteNamespace: ({ namespace, environment }) =>
      guard(`deleting namespace "${namespace}"`, () => deleteNamespace(options, namespace, environment)),
    readRemains: ({ namespace, environment }) =>
      guard(`reading what is left of namespace "${namespace}"`, () => readRemains(client, namespace, environment)),
    listOwned: () => guard('listing namespaces', () => listOwned(options)),
  };
}

async function guard<T>(action: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw toEngineError(action, error);
  }
}

async function ensureNamespace(options: NamespacesOptions, place: NamespacePlace): Promise<void> {
  const { client, installation, log, onReplaced } = options;
  const startedAt = performance.now();
  const isNew = await ensureOwnNamespace(client, place, installation);
  if (isNew) onReplaced(place.namespace);
  const objects = renderPlace(place, installation);
  const [stamped = {}] = objects.filter(({ kind }) => kind === 'NetworkPolicy');
  await Promise.all(objects.map((object) => applyObject(client, object)));
  await untilInForce(client, place, stamped);
  await copySharedSecrets({ client, installation, place });
  const durationMs = Math.round(performance.now() - startedAt);
  log.debug({ namespace: place.namespace, key: place.environment.name, durationMs }, 'prepared a namespace');
}

async function deleteNamespace({ client, onReplaced }: NamespacesOptions, name: string, owner: Owner): Promise<void> {
  const api = client.api(CoreV1Api);
  try {
    const { metadata = {} } = await api.readNamespace({ name });
    if (!belongsTo(metadata, owner) || metadata.deletionTimestamp !== undefined) return;
    onReplaced(name);
    // The one that was looked at, not one that took its name since.
    await api.deleteNamespace({ name, body: { preconditions: { uid: metadata.uid ?? '' } } });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

async function listOwned({ client, installation }: NamespacesOptions): ReturnType<Namespaces['listOwned']> {
  const labelSelector = `${marks.environment},${marks.managedBy}=berth,${marks.installation}=${installation.namespace}`;
  const { items } = await client.api(CoreV1Api).listNamespace({ labelSelector });
  return items.map(({ metadata }) => ({
    namespace: metadata?.name ?? '',
    environment: metadata?.labels?.[marks.environment] ?? '',
    uid: metadata?.annotations?.[marks.uid] ?? '',
    labels: metadata?.labels ?? {},
    isGoing: metadata?.deletionTimestamp !== undefined,
  }));
}
