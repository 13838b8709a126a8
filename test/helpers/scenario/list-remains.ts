import { CoreV1Api, CustomObjectsApi } from '@kubernetes/client-node';
import type { Stage } from './stage.ts';

export interface Remains {
  readonly environments: readonly string[];
  readonly namespaces: readonly string[];
  readonly volumes: readonly string[];
}

/** Lists what the cluster still has of a repository. */
export async function listRemains({ config, namespace }: Stage, repository: string): Promise<Remains> {
  const core = config.makeApiClient(CoreV1Api);
  const prefix = `sc-${repository.split('/')[1] ?? ''}-`;
  const isOurs = (name: string | undefined) => name?.startsWith(prefix) ?? false;
  const environments = (await listEnvironments({ config, namespace })).filter(
    ({ spec }) => spec.repository === repository,
  );
  const namespaces = (await core.listNamespace()).items.map(({ metadata }) => metadata?.name ?? '');
  const volumes = (await core.listPersistentVolume()).items;
  return {
    environments: environments.map(({ metadata }) => `Environment/${metadata.name}`),
    namespaces: namespaces.filter(isOurs).map((name) => `Namespace/${name}`),
    volumes: volumes
      .filter(({ spec }) => isOurs(spec?.claimRef?.namespace))
      .map(({ metadata }) => `PersistentVolume/${metadata?.name ?? ''}`),
  };
}

interface EnvironmentObject {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly repository: string; readonly pullRequest: number; readonly profile: string };
  readonly status?: { readonly phase?: string };
}

export async function listEnvironments({
  config,
  namespace,
}: Pick<Stage, 'config' | 'namespace'>): Promise<readonly EnvironmentObject[]> {
  const resource = { group: 'berth.dev', version: 'v1alpha1', plural: 'environments', namespace };
  const { items } = (await config.makeApiClient(CustomObjectsApi).listNamespacedCustomObject(resource)) as {
    items: EnvironmentObject[];
  };
  return items;
}
