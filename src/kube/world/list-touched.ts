import type { TouchedObject } from '../../engine/ports/drift.ts';
import { isDriftIgnored, type Metadata } from '../objects/metadata.ts';
import { listLastRecords } from './list-last-records.ts';
import { findLiveKind } from './live-kinds.ts';
import type { ManifestObject } from './parse-helm-manifest.ts';
import type { ClusterWatch } from './watch-cluster.ts';
import type { NamespaceWatch } from './watch-namespace.ts';

type Live = ClusterWatch['live'];
type Kept = Pick<NamespaceWatch, 'secrets' | 'configMaps'>;

/** Lists the objects of each release that may not be as Helm applied them, as far as the watches tell. Asks nobody. */
export function listTouched(namespace: string, live: Live, watch: Kept): ReadonlyMap<string, readonly TouchedObject[]> {
  const deployed = listLastRecords(watch.secrets.list()).filter(({ status }) => status === 'deployed');
  return new Map(
    deployed.map((record) => {
      const objects = (record.readContent()?.objects ?? [])
        // The deployer reaches no other.
        .filter((object) => object.namespace === namespace && !object.isDriftIgnored)
        .flatMap((object) => judge(object, findMetadata(object, live, watch)));
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

function findMetadata(
  { apiVersion, kind, name, namespace }: ManifestObject,
  live: Live,
  watch: Kept,
): Metadata | 'untold' | undefined {
  const liveKind = findLiveKind(apiVersion, kind);
  if (liveKind !== undefined) return live[liveKind].get(namespace, name)?.metadata;
  if (apiVersion === 'v1' && kind === 'ConfigMap') {
    const kept = watch.configMaps.get(namespace, name);
    return kept === undefined ? undefined : (kept.metadata ?? 'untold');
  }
  if (apiVersion !== 'v1' || kind !== 'Secret') return 'untold';
  const kept = watch.secrets.get(namespace, name);
  if (kept === undefined) return undefined;
  return kept.kind === 'values' ? (kept.metadata ?? 'untold') : 'untold';
}
