import type { Stray } from '../../engine/ports/world.ts';
import type { LiveKind, LiveObject } from '../objects/live-object.ts';
import type { Metadata } from '../objects/metadata.ts';
import type { HelmContent } from './helm-record.ts';
import { liveKinds } from './live-kinds.ts';
import type { ClusterWatch } from './watch-cluster.ts';

/**
 * Lists objects of a release that the revision deployed does not hold: an upgrade that failed or was killed made them. Helm
 * compares with the last revision that it deployed, and so never takes them away
 * (https://github.com/helm/helm/blob/v4.2.4/pkg/action/upgrade.go).
 */
export function listStrays(content: HelmContent, marked: readonly LiveObject[]): readonly Stray[] {
  const held = new Set(content.objects.map(({ kind, name }) => `${kind}/${name}`));
  const beganAtMs = Date.parse(content.appliedAt);
  return marked
    .filter(({ kind, metadata }) => !held.has(`${kind}/${metadata.name}`))
    .filter(({ metadata }) => !isKept(metadata) && wasThere(metadata, beganAtMs))
    .map(({ kind, metadata: { name, uid } }) => ({ apiVersion: toApiVersion(kind), kind, name, uid }));
}

/** Lists the objects of a namespace by the release that they are marked as of: once for all of its releases. */
export function listByRelease(
  namespace: string,
  live: ClusterWatch['live'],
): ReadonlyMap<string, readonly LiveObject[]> {
  const objects = kinds.flatMap((kind): readonly LiveObject[] => live[kind].list(namespace));
  return Map.groupBy(objects, ({ metadata }) => metadata.annotations['meta.helm.sh/release-name'] ?? '');
}

const kinds = Object.keys(liveKinds) as readonly LiveKind[];

/** What goes with its owner, is going, is a hook of Helm's, or is to stay for its chart. */
function isKept({ ownerReferences, deletionTimestamp, annotations }: Metadata): boolean {
  return (
    ownerReferences.length > 0 ||
    deletionTimestamp !== undefined ||
    annotations['helm.sh/hook'] !== undefined ||
    annotations['helm.sh/resource-policy'] === 'keep'
  );
}

/** Before Helm began with the revision deployed: whatever is younger may be of a newer one. Kubernetes tells whole seconds. */
function wasThere({ creationTimestamp }: Metadata, beganAtMs: number): boolean {
  return Date.parse(creationTimestamp) + 1_000 <= beganAtMs;
}

function toApiVersion(kind: LiveKind): string {
  return liveKinds[kind].base.replace(/^\/apis?\//, '');
}
