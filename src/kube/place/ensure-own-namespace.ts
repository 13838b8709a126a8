import { isDeepStrictEqual } from 'node:util';
import { CoreV1Api, type V1Namespace } from '@kubernetes/client-node';
import { EngineError } from '../../engine/engine-error.ts';
import type { NamespacePlace } from '../../engine/ports/cluster.ts';
import type { KubeClient } from '../create-kube-client.ts';
import { isAlreadyExists } from '../errors.ts';
import { unlessGone } from '../unless-gone.ts';
import { applyObject } from './apply-object.ts';
import type { Installation } from './installation.ts';
import { belongsTo } from './marks.ts';
import { renderNamespace } from './render-namespace.ts';

/** Makes the namespace, marked in the same moment; one that is there has to be this environment's. Resolves to whether it is new. */
export async function ensureOwnNamespace(
  client: KubeClient,
  place: NamespacePlace,
  installation: Installation,
): Promise<boolean> {
  const wanted = renderNamespace(place, installation);
  const found = await unlessGone(() => client.api(CoreV1Api).readNamespace({ name: place.namespace }));
  if (found === undefined) return await createNamespace(client, place, wanted);
  assertOwn(found, place);
  if (isUpToDate(found, wanted)) return false;
  // With the uid, it is refused where another took the name since.
  await applyObject(client, { ...wanted, metadata: { ...wanted.metadata, uid: found.metadata?.uid ?? '' } });
  return false;
}

type Rendered = ReturnType<typeof renderNamespace>;

/** Not by server-side apply: that would change one of the same name that somebody else makes in this moment. */
async function createNamespace(client: KubeClient, place: NamespacePlace, body: Rendered): Promise<boolean> {
  try {
    await client.api(CoreV1Api).createNamespace({ body, fieldManager: 'berth' });
    return true;
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
    const found = await unlessGone(() => client.api(CoreV1Api).readNamespace({ name: place.namespace }));
    if (found !== undefined) assertOwn(found, place);
    return false;
  }
}

function assertOwn({ metadata = {} }: V1Namespace, { namespace, environment }: NamespacePlace): void {
  const action = `preparing namespace "${namespace}"`;
  if (metadata.deletionTimestamp !== undefined) {
    throw new EngineError(action, { reason: 'NamespaceGoing', fields: { namespace } });
  }
  if (belongsTo(metadata, environment)) return;
  throw new EngineError(action, { reason: 'NamespaceNotOwned', fields: { namespace } });
}

function isUpToDate({ metadata }: V1Namespace, wanted: Rendered): boolean {
  const { labels, annotations } = wanted.metadata;
  return holds(metadata?.labels, labels) && holds(metadata?.annotations, annotations);
}

function holds(found: Readonly<Record<string, string>> = {}, wanted: Readonly<Record<string, string>>): boolean {
  return isDeepStrictEqual({ ...found, ...wanted }, { ...found });
}
