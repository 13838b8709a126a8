import type { Observation, ObservedRelease, Readiness } from '../../engine/ports/world.ts';
import { identifySource, type Outputs } from '../../plan/resolve-values.ts';
import type { LiveObject } from '../objects/live-object.ts';
import { determineReadiness, type WrittenObject } from '../readiness/determine-readiness.ts';
import type { Surroundings } from '../readiness/surroundings.ts';
import type { HelmContent, HelmRecord } from './helm-record.ts';
import { listLastRecords } from './list-last-records.ts';
import { listLingering } from './list-lingering.ts';
import { findLiveKind } from './live-kinds.ts';
import type { ManifestObject } from './parse-helm-manifest.ts';
import type { ClusterWatch } from './watch-cluster.ts';
import type { NamespaceWatch } from './watch-namespace.ts';

/** Puts together what is known of a namespace. Asks nobody. */
export function observeNamespace(
  namespace: string,
  cluster: ClusterWatch,
  { secrets, configMaps }: Pick<NamespaceWatch, 'secrets' | 'configMaps'>,
): Observation {
  const kept = secrets.list();
  const lingering = listLingering(namespace, cluster.live);
  const around = describeSurroundings(namespace, cluster);
  const releases = listLastRecords(kept).map((record) => observeRelease(record, { cluster, around, lingering }));
  const values = kept.flatMap((secret) => (secret.kind === 'values' ? [secret] : []));
  return {
    releases: new Map(releases.map((release) => [release.helmRelease, release])),
    outputs: new Map([...listOutputs('secret', values), ...listOutputs('configMap', configMaps.list())]),
    lingering,
    secrets: values.flatMap((secret) => Object.values(secret.values)),
  };
}

function listOutputs(
  kind: 'secret' | 'configMap',
  sources: readonly { readonly name: string; readonly values: Readonly<Record<string, string>> }[],
): Outputs {
  return new Map(sources.map(({ name, values }) => [identifySource({ kind, name }), values]));
}

function describeSurroundings(namespace: string, { live, warnings, storageClasses }: ClusterWatch): Surroundings {
  return {
    pods: live.Pod.list(namespace),
    replicaSets: live.ReplicaSet.list(namespace),
    warnings: warnings.list(namespace),
    // Where berth may not read the classes, a claim is never what a release waits for: its pod says if it cannot have it.
    waitsForConsumer: (name) => (storageClasses.get('', name)?.volumeBindingMode ?? waitingMode) === waitingMode,
    appliedAt: '',
  };
}

const waitingMode = 'WaitForFirstConsumer';

interface ReleaseSurroundings {
  readonly cluster: ClusterWatch;
  readonly around: Surroundings;
  readonly lingering: ReadonlySet<string>;
}

function observeRelease(record: HelmRecord, { cluster, around, lingering }: ReleaseSurroundings): ObservedRelease {
  const { helmRelease, revision, status, digest } = record;
  const content = record.readContent();
  const written = (content?.objects ?? []).flatMap((object) => findWritten(object, cluster));
  const readiness: Readiness =
    content === undefined
      ? { kind: 'settling', trouble: undefined, waitsFor: `the record of revision ${revision} cannot be read` }
      : determineReadiness(written, { ...around, appliedAt: content.appliedAt });
  const hasObjects = lingering.has(helmRelease) || written.some(({ live }) => live !== undefined);
  const isInHook = status.startsWith('pending-') && content?.isInHook === true;
  return {
    helmRelease,
    revision,
    status,
    digest,
    isInHook,
    readiness: addTime(readiness, content, cluster),
    hasObjects,
  };
}

/** What made a release ready is the last that was heard of any of its objects. */
function addTime(readiness: Readiness, content: HelmContent | undefined, { live }: ClusterWatch): Readiness {
  if (readiness.kind !== 'ready') return readiness;
  const times = (content?.objects ?? []).flatMap(({ apiVersion, kind, namespace, name }) => {
    const found = findLiveKind(apiVersion, kind);
    return (found && live[found].heardAtMs(namespace, name)) ?? [];
  });
  return times.length === 0 ? readiness : { kind: 'ready', heardAtMs: Math.max(...times) };
}

function findWritten(object: ManifestObject, { live }: ClusterWatch): readonly WrittenObject[] {
  const kind = findLiveKind(object.apiVersion, object.kind);
  if (kind === undefined) return [];
  const found: LiveObject | undefined = live[kind].get(object.namespace, object.name);
  return [{ name: `${kind}/${object.name}`, live: found, mayBeGone: object.isShortLived || object.isDriftIgnored }];
}
