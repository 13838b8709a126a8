import { CoreV1Api, type V1Secret } from '@kubernetes/client-node';
import { EngineError } from '../../engine/engine-error.ts';
import type { NamespacePlace } from '../../engine/ports/cluster.ts';
import type { KubeClient } from '../create-kube-client.ts';
import { isForbidden, isNotFound } from '../errors.ts';
import { applyObject } from './apply-object.ts';
import type { Installation } from './installation.ts';

interface Copying {
  readonly client: KubeClient;
  readonly installation: Installation;
  readonly place: NamespacePlace;
}

/** Copies the Secrets that the profile shares from berth's own namespace. A profile is the operator's: no pull request names one. */
export async function copySharedSecrets({ client, installation, place }: Copying): Promise<void> {
  await Promise.all(
    place.profile.shared.secrets.map(async (name) => {
      const { type, data } = await readShared(client, installation.namespace, name);
      const metadata = { name, namespace: place.namespace, labels: { 'app.kubernetes.io/managed-by': 'berth' } };
      const copy = { apiVersion: 'v1', kind: 'Secret', metadata, type, data } as const;
      await applyObject(client, copy);
    }),
  );
}

async function readShared(
  client: KubeClient,
  namespace: string,
  name: string,
): Promise<Pick<V1Secret, 'type' | 'data'>> {
  try {
    return await client.api(CoreV1Api).readNamespacedSecret({ namespace, name });
  } catch (cause) {
    if (!isNotFound(cause) && !isForbidden(cause)) throw cause;
    const action = `copying secret "${name}"`;
    throw new EngineError(action, { reason: 'SharedSecretMissing', fields: { secret: name }, cause });
  }
}
