import type { TouchedObject } from '../../engine/ports/drift.ts';
import type { CustomKinds } from '../custom/custom-kinds.ts';
import type { KindState } from '../custom/follow-kind.ts';
import { isDriftIgnored, type Metadata } from '../objects/metadata.ts';
import { listLastRecords } from './list-last-records.ts';
import { findLiveKind } from './live-kinds.ts';
import type { ManifestObject } from './parse-helm-manifest.ts';
import type { ClusterWatch } from './watch-cluster.ts';
import type { NamespaceWatch } from './watch-namespace.ts';

/** What is watched, as far as it tells of the objects of charts. */
export interface Watched {
  readonly live: ClusterWatch['live'];
  readonly custom: Pick<CustomKinds, 'find'>;
  readonly secrets: NamespaceWatch['secrets'];
  readonly configMaps: NamespaceWatch['configMaps'];
}

/** Lists the objects of each release that may not be as Helm applied them, as far as the watches tell. Asks nobody. */
export function listTouched(namespace: string, watched: Watched): ReadonlyMap<string, readonly TouchedObject[]> {
  const deployed = listLastRecords(watched.secrets.list()).filter(({ status }) => status === 'deployed');
  return new Map(
    deployed.map((record) => {
      const objects = (record.readContent()?.objects ?? [])
        // The deployer reaches no other.
        .filter((object) => object.namespace === namespace && !object.isDriftIgnored)
        .flatMap((object) => judge(object, findMetadata(object, watched)));
      return [record.helmRelease, objects];
    }),
  );
}

function judge(
  { apiVersion, kind, name, isShortLived }: ManifestObject,
  found: Metadata | 'untold' | undefined,
): readonly TouchedObject[] {
  const object = { apiVersion, kind, name };
  switch (found) {
    case 'untold':
      return [{ object, state: 'untold', mark: '' }];
    case undefined:
      return isShortLived ? [] : [{ object, state: 'missing', mark: 'missing' }];
    default: {
      const { annotations, deletionTimestamp, touch, uid } = found;
      // One that is going is missing soon.
      if (deletionTimestamp !== undefined || isDriftIgnored(annotations)) return [];
      return touch?.isTouched === true ? [{ object, state: 'touched', mark: `${uid} ${touch.mark}` }] : [];
    }
  }
}

function findMetadata(object: ManifestObject, watched: Watched): Metadata | 'untold' | undefined {
  const { apiVersion, kind, name, namespace, customKind } = object;
  if (customKind !== undefined) return findCustom(object, watched.custom.find(customKind));
  const liveKind = findLiveKind(apiVersion, kind);
  if (liveKind !== undefined) return watched.live[liveKind].get(namespace, name)?.metadata;
  const kept = apiVersion === 'v1' ? findKept(kind) : 'untold';
  if (kept === undefined || kept === 'untold') return kept;
  return kept.metadata ?? 'untold';

  function findKept(of: string) {
    if (of === 'ConfigMap') return watched.configMaps.get(namespace, name);
    if (of !== 'Secret') return 'untold';
    const secret = watched.secrets.get(namespace, name);
    return secret?.kind === 'helmRecord' ? 'untold' : secret;
  }
}

function findCustom({ namespace, name }: ManifestObject, state: KindState): Metadata | 'untold' | undefined {
  if (state.kind !== 'open' || state.unstamped.has(`${namespace}/${name}`)) return 'untold';
  return state.objects.get(namespace, name)?.metadata;
}
