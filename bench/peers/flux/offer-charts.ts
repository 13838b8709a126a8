import type { KubeConfig } from '@kubernetes/client-node';
import type { RawObject } from '../../../src/kube/raw-object.ts';
import type { Cleanups } from '../create-cleanups.ts';
import { watchUntil } from '../readiness/watch-until.ts';
import type { FluxCluster } from './flux-cluster.ts';
import { helmChartKind, helmReleaseKind, helmRepositoryKind, sourcesNamespace } from './flux-kinds.ts';
import { isFluxReady } from './is-flux-ready.ts';
import { renderFluxSources } from './render-flux-objects.ts';

interface OfferOptions {
  readonly charts: readonly string[];
  readonly url: string;
  readonly config: KubeConfig;
  readonly cluster: FluxCluster;
  readonly cleanups: Cleanups;
  readonly signal: AbortSignal;
}

const goneWithinMs = 60_000;

/** Tells Flux of the charts and resolves once it has fetched them. */
export async function offerCharts(options: OfferOptions): Promise<void> {
  const { charts, url, config, cluster, cleanups, signal } = options;
  await removeNamespace(config, cluster);
  cleanups.add(() => removeNamespace(config, cluster));
  await cluster.apply([namespace], signal);
  // Flux takes its own objects away best: only it knows what it still has to do for them.
  cleanups.add(() => removeObjects(config, cluster));
  await cluster.apply(renderFluxSources({ charts, namespace: sourcesNamespace, url }), signal);
  const isDone = (objects: readonly RawObject[]) =>
    objects.length >= charts.length && objects.map(isFluxReady).every((isReady) => isReady);
  const paths = [`/apis/${helmChartKind.apiVersion}/namespaces/${sourcesNamespace}/helmcharts`];
  await watchUntil({ config, paths, isDone, signal });
}

const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: sourcesNamespace } };

async function removeNamespace(config: KubeConfig, cluster: FluxCluster): Promise<void> {
  await cluster.remove([namespace]);
  const isDone = (objects: readonly RawObject[]) => !objects.some(({ metadata }) => metadata.name === sourcesNamespace);
  await watchUntil({ config, paths: ['/api/v1/namespaces'], isDone, signal: AbortSignal.timeout(goneWithinMs) });
}

async function removeObjects(config: KubeConfig, cluster: FluxCluster): Promise<void> {
  const plurals = [
    [helmReleaseKind, 'helmreleases'],
    [helmChartKind, 'helmcharts'],
    [helmRepositoryKind, 'helmrepositories'],
  ] as const;
  const signal = AbortSignal.timeout(goneWithinMs);
  for (const [kind, plural] of plurals) {
    await cluster.remove(await cluster.list(kind));
    const paths = [`/apis/${kind.apiVersion}/${plural}`];
    await watchUntil({ config, paths, isDone: ({ length }) => length === 0, signal });
  }
}
