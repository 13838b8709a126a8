import type { CustomKinds } from '../custom/custom-kinds.ts';
import { listCustomKinds } from '../custom/list-custom-kinds.ts';
import type { OpenKind } from '../custom/follow-kind.ts';
import type { KubeClient } from '../create-kube-client.ts';
import { toEngineError } from '../errors.ts';
import { readObject } from '../read-object.ts';
import { listObjects } from '../reflector/list-objects.ts';
import type { Reflector } from '../reflector/create-reflector.ts';
import { listLastRecords } from './list-last-records.ts';
import { findLiveKind, liveKinds } from './live-kinds.ts';
import type { ManifestObject } from './parse-helm-manifest.ts';
import { environmentLabel, type ClusterWatch } from './watch-cluster.ts';
import type { NamespaceWatch } from './watch-namespace.ts';

interface Refresh {
  readonly client: KubeClient;
  readonly namespace: string;
  readonly helmRelease: string;
  readonly cluster: ClusterWatch;
  readonly custom: CustomKinds;
  readonly watch: NamespaceWatch;
}

/**
 * Reads the records of a release and the objects of its last revision, and gives them to the caches: what is observed
 * after this is no older than this. Throws an EngineError.
 */
export async function refreshRelease(refresh: Refresh): Promise<void> {
  const { namespace, helmRelease, custom, watch } = refresh;
  try {
    await refreshRecords(refresh);
    const records = listLastRecords(watch.secrets.list());
    custom.use(namespace, listCustomKinds(records));
    await custom.whenKnown(namespace, AbortSignal.timeout(quietMs));
    const record = records.find((one) => one.helmRelease === helmRelease);
    const objects = (record?.readContent()?.objects ?? []).filter((object) => object.namespace === namespace);
    await Promise.all(objects.map((object) => refreshObject(refresh, object)));
  } catch (error) {
    throw toEngineError(`reading release "${helmRelease}" in namespace "${namespace}"`, error);
  }
}

const quietMs = 15_000;

async function refreshRecords({ client, namespace, helmRelease, watch }: Refresh): Promise<void> {
  const { objects, version } = await listObjects({
    client,
    path: `/api/v1/namespaces/${namespace}/secrets`,
    query: { labelSelector: `owner=helm,name=${helmRelease}` },
    signal: new AbortController().signal,
    quietMs,
  });
  for (const object of objects) watch.secrets.put(object);
  const listed = new Set(objects.map(({ metadata }) => metadata.name));
  for (const secret of watch.secrets.list()) {
    const isOfRelease = secret.kind === 'helmRecord' && secret.record.helmRelease === helmRelease;
    if (isOfRelease && !listed.has(secret.name)) watch.secrets.drop(namespace, secret.name, version);
  }
}

async function refreshObject(refresh: Refresh, object: ManifestObject): Promise<void> {
  const { customKind } = object;
  if (customKind !== undefined) {
    const state = refresh.custom.find(customKind);
    if (state.kind === 'open') await refreshCustom(refresh, state, object.name);
  } else await refreshKnown(refresh, object);
}

/** One that is not stamped the watch never sees: that is kept, to be told. */
async function refreshCustom(
  { client, namespace }: Refresh,
  { base, plural, objects, unstamped }: OpenKind,
  name: string,
): Promise<void> {
  const object = await readObject(client, `${base}/namespaces/${namespace}/${plural}/${name}`);
  const isWatched = object?.metadata.labels?.[environmentLabel] !== undefined;
  if (object === undefined || isWatched) unstamped.delete(`${namespace}/${name}`);
  else unstamped.add(`${namespace}/${name}`);
  if (object !== undefined && isWatched) objects.put(object);
}

async function refreshKnown(
  { client, namespace, cluster, watch }: Refresh,
  { apiVersion, kind, name }: ManifestObject,
): Promise<void> {
  const put = async (base: string, plural: string, reflector: Pick<Reflector<unknown>, 'put'>, isStamped: boolean) => {
    const object = await readObject(client, `${base}/namespaces/${namespace}/${plural}/${name}`);
    // The watch would never tell how it goes on with one that it does not select.
    const isWatched = !isStamped || object?.metadata.labels?.[environmentLabel] !== undefined;
    if (object !== undefined && isWatched) reflector.put(object);
  };
  const live = findLiveKind(apiVersion, kind);
  if (live !== undefined) await put(liveKinds[live].base, liveKinds[live].plural, cluster.live[live], true);
  else if (apiVersion === 'v1' && kind === 'Secret') await put('/api/v1', 'secrets', watch.secrets, false);
  else if (apiVersion === 'v1' && kind === 'ConfigMap') await put('/api/v1', 'configmaps', watch.configMaps, false);
}
