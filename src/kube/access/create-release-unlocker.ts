import { CoreV1Api, type V1Secret } from '@kubernetes/client-node';
import type { ReleaseUnlocker } from '../../engine/ports/cluster.ts';
import type { KubeClient } from '../create-kube-client.ts';
import { isConflict, isNotFound, toEngineError } from '../errors.ts';
import { unlessGone } from '../unless-gone.ts';
import { markFailed } from './mark-failed.ts';

/** Ends releases that a killed Helm left as pending: Helm would refuse to touch them for good. */
export function createReleaseUnlocker(client: KubeClient): ReleaseUnlocker {
  const api = client.api(CoreV1Api);
  return {
    unlockRelease: async (namespace, helmRelease, revision) => {
      const read = (number: number) =>
        unlessGone(() => api.readNamespacedSecret({ namespace, name: `sh.helm.release.v1.${helmRelease}.v${number}` }));
      try {
        const [record, next] = await Promise.all([read(revision), read(revision + 1)]);
        if (record !== undefined && next === undefined) await unlock(api, namespace, record);
      } catch (error) {
        throw toEngineError(`unlocking release "${helmRelease}" in namespace "${namespace}"`, error);
      }
    },
  };
}

/** The record holds the version that was read: if Helm wrote since, it is at work after all, and keeps its word. */
async function unlock(api: CoreV1Api, namespace: string, record: V1Secret): Promise<void> {
  const { metadata = {}, data = {} } = record;
  const release = markFailed(data['release'] ?? '');
  if (release === undefined) return;
  record.data = { ...data, release };
  metadata.labels = { ...metadata.labels, status: 'failed' };
  try {
    await api.replaceNamespacedSecret({ namespace, name: metadata.name ?? '', body: record });
  } catch (error) {
    if (!isConflict(error) && !isNotFound(error)) throw error;
  }
}
