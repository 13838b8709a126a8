import type { KubeConfig } from '@kubernetes/client-node';
import { z } from 'zod';
import type { RawObject } from '../../../src/kube/raw-object.ts';
import type { Cleanups } from '../create-cleanups.ts';
import { watchUntil } from '../readiness/watch-until.ts';
import type { FluxCluster } from './flux-cluster.ts';
import { helmChartKind, helmReleaseKind, helmRepositoryKind, peerLabel } from './flux-kinds.ts';
import { readDefinitions } from './read-definitions.ts';

interface InstallOptions {
  readonly config: KubeConfig;
  readonly cluster: FluxCluster;
  readonly cleanups: Cleanups;
  readonly signal: AbortSignal;
}

const paths = ['/apis/apiextensions.k8s.io/v1/customresourcedefinitions'];
const definitionKind = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' } as const;
const goneWithinMs = 60_000;

/** Teaches the cluster Flux's kinds, until the cleanups run. What a benchmark that was killed left of them is taken away first. */
export async function installDefinitions({ config, cluster, cleanups, signal }: InstallOptions): Promise<void> {
  await removeDefinitions(config, cluster);
  cleanups.add(() => removeDefinitions(config, cluster));
  const definitions = await readDefinitions(signal);
  await cluster.apply(definitions, signal);
  const isDone = (objects: readonly RawObject[]) => {
    const ours = objects.filter(isOurs);
    return ours.length >= definitions.length && ours.every(isEstablished);
  };
  await watchUntil({ config, paths, isDone, signal });
}

/** No controller runs any more: what carries a finalizer of Flux would stay for good, and its kind with it. */
async function removeDefinitions(config: KubeConfig, cluster: FluxCluster): Promise<void> {
  const definitions = await cluster.list(definitionKind, peerLabel);
  if (definitions.length === 0) return;
  for (const kind of [helmReleaseKind, helmChartKind, helmRepositoryKind]) {
    await cluster.release(await cluster.list(kind));
  }
  await cluster.remove(definitions);
  const isDone = (objects: readonly RawObject[]) => !objects.some(isOurs);
  await watchUntil({ config, paths, isDone, signal: AbortSignal.timeout(goneWithinMs) });
}

function isOurs({ metadata }: RawObject): boolean {
  return metadata.labels?.[peerLabel] !== undefined;
}

function isEstablished({ status }: RawObject): boolean {
  const { conditions } = Status.parse(status ?? {});
  return (conditions ?? []).some(({ type, status: value }) => type === 'Established' && value === 'True');
}

/** A definition that was only just made says null where it will list its conditions. */
const Conditions = z.array(z.object({ type: z.string(), status: z.string() }));
const Status = z.object({ conditions: Conditions.nullable().default([]) });
