import type { Stray } from '../../engine/ports/world.ts';
import type { LiveKind, LiveObject } from '../objects/live-object.ts';
import type { Metadata } from '../objects/metadata.ts';
import type { HelmContent } from './helm-record.ts';
import { liveKinds } from './live-kinds.ts';
import type { ClusterWatch } from './watch-cluster.ts';

interface Deployed {
  readonly namespace: string;
  readonly helmRelease: string;
  readonly content: HelmContent;
}

/**
 * Lists objects that are marked as of a release, and that the revision deployed does not hold: an upgrade that failed or was
 * killed made them. Helm compares with the last revision that it deployed, and so never takes them away
 * (https://github.com/helm/helm/blob/v4.2.4/pkg/action/upgrade.go).
 */
export function listStrays(
  { namespace, helmRelease, content }: Deployed,
  live: ClusterWatch['live'],
): readonly Stray[] {
  const held = new Set(content.objects.map(({ kind, name }) => `${kind}/${name}`));
  const beganAtMs = Date.parse(content.appliedAt);
  const isStray = ({ kind, metadata }: LiveObject) =>
    metadata.annotations['meta.helm.sh/release-name'] === helmRelease &&
    !held.has(`${kind}/${metadata.name}`) &&
    !isKept(metadata) &&
    wasThere(metadata, beganAtMs);
  return kinds
    .flatMap((kind): readonly LiveObject[] => live[kind].list(namespace))
    .filter(isStray)
    .map(({ kind, metadata: { name, uid } }) => ({ apiVersion: toApiVersion(kind), kind, name, uid }));
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
