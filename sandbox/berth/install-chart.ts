import { setTimeout as sleep } from 'node:timers/promises';
import {
  CustomObjectsApi,
  ApiException,
  CoreV1Api,
  KubernetesObjectApi,
  PatchStrategy,
  type KubeConfig,
  type KubernetesObject,
} from '@kubernetes/client-node';
import { createAccountConfig } from './create-account-config.ts';
import { renderChart, type ChartInstallation } from './render-chart.ts';
import { untilPoliciesAreInForce } from './until-policies-are-in-force.ts';

const fieldManager = 'berth-sandbox';
const activeWithinMs = 30_000;

/**
 * Installs what berth needs in a cluster from its own chart, without berth itself, and resolves to a kubeconfig that
 * authenticates as berth's account once all of it is in force. Safe to repeat, also by several processes at a time.
 */
export async function installChart(installation: ChartInstallation): Promise<KubeConfig> {
  const { config, release, namespace } = installation;
  const objects = await renderChart(installation);
  const api = KubernetesObjectApi.makeApiClient(config);
  const apply = (object: KubernetesObject) =>
    api.patch(object, undefined, undefined, fieldManager, true, PatchStrategy.ServerSideApply);
  await apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  await Promise.all(objects.map((object) => apply(object)));
  await untilServed(config, namespace);
  const account = await createAccountConfig(config, { namespace, name: nameInstallation(release) });
  await Promise.all([untilInForce(account), untilPoliciesAreInForce(config, { prefix: namespace })]);
  return account;
}

/** The name that the chart gives to what it makes. */
export function nameInstallation(release: string): string {
  return release.includes('berth') ? release : `${release}-berth`;
}

/** Established is said a moment before the storage is there: until then the API server answers 404, then 429. */
async function untilServed(config: KubeConfig, namespace: string): Promise<void> {
  const api = config.makeApiClient(CustomObjectsApi);
  const environments = { group: 'berth.dev', version: 'v1alpha1', plural: 'environments', namespace };
  await poll('the definition of Environment', async () => {
    try {
      await api.listNamespacedCustomObject(environments);
      return true;
    } catch (error) {
      if (error instanceof ApiException && [404, 429].includes(error.code)) return false;
      throw error;
    }
  });
}

/** The API server takes a moment to compile a new policy: until then berth may do what it should not. */
async function untilInForce(account: KubeConfig): Promise<void> {
  const api = account.makeApiClient(CoreV1Api);
  await poll('the admission policies', async () => {
    try {
      await api.createNamespace({ dryRun: 'All', body: { metadata: { name: 'not-of-an-environment' } } });
      return false;
    } catch (error) {
      if (error instanceof ApiException) return (error.body as string).includes('would not be one of an environment');
      throw error;
    }
  });
}

async function poll(what: string, isThere: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + activeWithinMs;
  while (!(await isThere())) {
    if (Date.now() > deadline) throw new Error(`installing the chart of berth: ${what} did not come into force`);
    await sleep(100);
  }
}
