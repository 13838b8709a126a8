import { identifySource } from '../../plan/resolve-values.ts';
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
  readonly secrets: Pick<Reflector<KeptSecret>, 'list' | 'heardAtMs'>;
  readonly configMaps: Pick<Reflector<KeptConfigMap>, 'list' | 'heardAtMs'>;
}

/** Lists when was heard last of each Secret and ConfigMap in which outputs may be, by source. */
export function listOutputTimes(namespace: string, { secrets, configMaps }: Kept): ReadonlyMap<string, number> {
  const values = secrets.list().filter(({ kind }) => kind === 'values');
  return new Map([
    ...values.flatMap(({ name }) => toTime('secret', name, secrets.heardAtMs(namespace, name))),
    ...configMaps.list().flatMap(({ name }) => toTime('configMap', name, configMaps.heardAtMs(namespace, name))),
  ]);
}

function toTime(
  kind: 'secret' | 'configMap',
  name: string,
  heardAtMs: number | undefined,
): readonly (readonly [string, number])[] {
  return heardAtMs === undefined ? [] : [[identifySource({ kind, name }), heardAtMs]];
}
