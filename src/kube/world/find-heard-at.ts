import type { OutputSource } from '../../plan/plan.ts';
import type { Reflector } from '../reflector/create-reflector.ts';
import { findLiveKind } from './live-kinds.ts';
import type { Known } from './observe-namespace.ts';
import type { ManifestObject } from './parse-helm-manifest.ts';
import type { KeptConfigMap, KeptSecret } from './watch-namespace.ts';

/** Finds when the last was heard of any of the objects of a release: that is what made it as it is. */
export function findHeardAtMs(
  objects: readonly ManifestObject[],
  known: Pick<Known, 'cluster' | 'custom'>,
): number | undefined {
  const times = objects.flatMap((object) => findOne(object, known) ?? []);
  return times.length === 0 ? undefined : Math.max(...times);
}

function findOne(
  object: ManifestObject,
  { cluster: { live }, custom }: Pick<Known, 'cluster' | 'custom'>,
): number | undefined {
  const { apiVersion, kind, namespace, name, customKind } = object;
  const state = customKind && custom.find(customKind);
  if (state?.kind === 'open') return state.objects.heardAtMs(namespace, name);
  const liveKind = findLiveKind(apiVersion, kind);
  return liveKind && live[liveKind].heardAtMs(namespace, name);
}

interface Kept {
  readonly secrets: Pick<Reflector<KeptSecret>, 'get' | 'heardAtMs'>;
  readonly configMaps: Pick<Reflector<KeptConfigMap>, 'heardAtMs'>;
}

/** Finds when was heard last of a Secret or ConfigMap in which outputs may be. */
export function findOutputHeardAtMs(
  namespace: string,
  source: OutputSource,
  { secrets, configMaps }: Kept,
): number | undefined {
  switch (source.kind) {
    case 'secret':
      return secrets.get(namespace, source.name)?.kind === 'values'
        ? secrets.heardAtMs(namespace, source.name)
        : undefined;
    case 'configMap':
      return configMaps.heardAtMs(namespace, source.name);
    case 'pullRequest':
      return undefined;
  }
}
