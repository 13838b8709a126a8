import { setTimeout as sleep } from 'node:timers/promises';
import { CoreV1Api, type KubernetesObject } from '@kubernetes/client-node';
import { EngineError } from '../../engine/engine-error.ts';
import type { NamespacePlace } from '../../engine/ports/cluster.ts';
import type { KubeClient } from '../create-kube-client.ts';
import { isForbidden } from '../errors.ts';
import { applyObject } from './apply-object.ts';
import { marks } from './marks.ts';
import { quotaName } from './render-place.ts';

const withinMs = 10_000;
const firstPauseMs = 10;
const longestPauseMs = 200;

/**
 * Resolves once what was written is also what the API server goes by: a quota counts only after a controller has seen it,
 * a right given a moment ago may still be refused, and a policy of the chart takes a moment to be compiled. Without that
 * one berth would see nothing of what Helm makes.
 */
export async function untilInForce(
  client: KubeClient,
  { namespace, profile }: NamespacePlace,
  stamped: KubernetesObject,
): Promise<void> {
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
  const hasStamp = async () => {
    const { metadata } = await applyObject(client, stamped);
    return metadata?.labels?.[marks.environment] !== undefined;
  };
  const wait = (reason: 'ApiUnavailable' | 'PolicyMissing', isInForce: () => Promise<boolean>) =>
    until(isInForce, { action: `waiting for namespace "${namespace}"`, reason });
  await Promise.all([
    wait('ApiUnavailable', hasQuota),
    wait('ApiUnavailable', hasRights),
    wait('PolicyMissing', hasStamp),
  ]);
}

async function until(
  isInForce: () => Promise<boolean>,
  { action, reason }: { readonly action: string; readonly reason: 'ApiUnavailable' | 'PolicyMissing' },
): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (let pauseMs = firstPauseMs; !(await isInForce()); pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    if (performance.now() > deadline) throw new EngineError(action, { reason, fields: {} });
    await sleep(pauseMs);
  }
}
