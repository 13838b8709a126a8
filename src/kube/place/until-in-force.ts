import { setTimeout as sleep } from 'node:timers/promises';
import { CoreV1Api } from '@kubernetes/client-node';
import { EngineError } from '../../engine/engine-error.ts';
import type { NamespacePlace } from '../../engine/ports/cluster.ts';
import type { KubeClient } from '../create-kube-client.ts';
import { isForbidden } from '../errors.ts';
import { quotaName } from './render-place.ts';

const withinMs = 10_000;
const firstPauseMs = 10;
const longestPauseMs = 200;

/**
 * Resolves once what was written is also what the API server goes by: a quota counts only after a controller has seen it,
 * and a right given a moment ago may still be refused.
 */
export async function untilInForce(client: KubeClient, { namespace, profile }: NamespacePlace): Promise<void> {
  const api = client.api(CoreV1Api);
  const limited = Object.keys(profile.limits.quota);
  const hasQuota = async () => {
    const { status } = await api.readNamespacedResourceQuota({ name: quotaName, namespace });
    return limited.every((resource) => status?.hard?.[resource] !== undefined);
  };
  const hasRights = async () => {
    try {
      await api.listNamespacedSecret({ namespace, limit: 1 });
      return true;
    } catch (error) {
      if (isForbidden(error)) return false;
      throw error;
    }
  };
  await Promise.all([until(namespace, hasQuota), until(namespace, hasRights)]);
}

async function until(namespace: string, isInForce: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (let pauseMs = firstPauseMs; !(await isInForce()); pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    if (performance.now() > deadline) {
      const action = `waiting for the quota and the rights in namespace "${namespace}"`;
      throw new EngineError(action, { reason: 'ApiUnavailable', fields: {} });
    }
    await sleep(pauseMs);
  }
}
