import type { KubeConfig, KubernetesObject } from '@kubernetes/client-node';
import type { RawObject } from '../../../src/kube/raw-object.ts';
import type { DeployOptions } from '../peer.ts';
import { waitUntilGone } from '../readiness/wait-for-workloads.ts';
import { watchUntil } from '../readiness/watch-until.ts';
import { createFluxCluster, type FluxCluster } from './flux-cluster.ts';
import { helmReleaseKind, sourcesNamespace } from './flux-kinds.ts';
import { isFluxReady, readRevision } from './is-flux-ready.ts';
import { renderHelmRelease } from './render-flux-objects.ts';

interface FluxDeploy extends DeployOptions {
  readonly config: KubeConfig;
  readonly waitsAsHelm3: boolean;
}

/** Applies a HelmRelease for each release and resolves once Flux calls all of them ready, to the number of its helm actions. */
export async function deployReleases(options: FluxDeploy): Promise<number> {
  const { config, graph, namespace, signal, waitsAsHelm3 } = options;
  return withCluster(config, async (cluster) => {
    const before = countRevisions(await listReleases(cluster, namespace));
    const places = { namespace, sources: sourcesNamespace, waitsAsHelm3 };
    const releases = graph.releases.map((release) => renderHelmRelease(release, places));
    await cluster.apply(releases, signal);
    const isDone = (objects: readonly RawObject[]) =>
      objects.length >= releases.length && objects.map(isFluxReady).every((isReady) => isReady);
    await watchUntil({ config, paths: [locateReleases(namespace)], isDone, signal });
    return countRevisions(await listReleases(cluster, namespace)) - before;
  });
}

/** Deletes the HelmReleases and resolves once Flux has uninstalled them all. It knows no order there. */
export async function removeReleases({ config, namespace, signal }: FluxDeploy): Promise<number> {
  return withCluster(config, async (cluster) => {
    const releases = await listReleases(cluster, namespace);
    await cluster.remove(releases);
    await watchUntil({ config, paths: [locateReleases(namespace)], isDone: ({ length }) => length === 0, signal });
    await waitUntilGone({ config, namespace, signal });
    return releases.length;
  });
}

async function withCluster<T>(config: KubeConfig, work: (cluster: FluxCluster) => Promise<T>): Promise<T> {
  const cluster = createFluxCluster(config);
  try {
    return await work(cluster);
  } finally {
    await cluster.close();
  }
}

async function listReleases(cluster: FluxCluster, namespace: string): Promise<readonly KubernetesObject[]> {
  return (await cluster.list(helmReleaseKind)).filter(({ metadata }) => metadata?.namespace === namespace);
}

function countRevisions(releases: readonly KubernetesObject[]): number {
  return releases.reduce((total, release) => total + readRevision(release as Pick<RawObject, 'status'>), 0);
}

function locateReleases(namespace: string): string {
  return `/apis/${helmReleaseKind.apiVersion}/namespaces/${namespace}/helmreleases`;
}
