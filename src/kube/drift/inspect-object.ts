import type { DriftFinding } from '../../engine/ports/drift.ts';
import type { KubeClient } from '../create-kube-client.ts';
import { isDriftIgnored } from '../objects/metadata.ts';
import { isOfHelm, isOwner, ManagedFields, Touch } from '../objects/touch.ts';
import type { RawObject } from '../raw-object.ts';
import { readObject } from '../read-object.ts';
import { applyAsHelm } from './apply-as-helm.ts';
import { compareObjects, type Difference } from './compare-objects.ts';
import { renderPath } from './field-path.ts';
import type { AppliedObject } from './read-applied-objects.ts';

export interface Inspection {
  readonly client: KubeClient;
  readonly path: string;
  readonly applied: AppliedObject;
  /** Whether an autoscaler sets how many pods the object has. Asked only where that is another number. */
  readonly isScaled: () => Promise<boolean>;
  readonly signal: AbortSignal;
}

/** Compares an object with what the API server says that Helm would make of it. Nothing is written. */
export async function inspectObject(inspection: Inspection): Promise<DriftFinding> {
  const compared = await compareWithApplied(inspection);
  if (compared.kind !== 'changed') return compared;
  const writers = compared.foreign.flatMap((one) => one.writers.filter((entry) => !isOfHelm(entry)));
  return {
    kind: 'changed',
    fields: compared.foreign.map(({ path }) => renderPath(path)).toSorted(),
    by: [...new Set(writers.map(({ manager }) => manager))].filter((manager) => manager !== '').toSorted(),
  };
}

export type Comparison =
  | { readonly kind: 'same' }
  | { readonly kind: 'deleted' }
  /** Some fields differ by right, some do not; of the latter there is at least one. */
  | { readonly kind: 'changed'; readonly foreign: readonly Difference[]; readonly owned: readonly Difference[] };

export async function compareWithApplied(inspection: Inspection): Promise<Comparison> {
  const { client, path, applied, signal } = inspection;
  const live = await readObject(client, path);
  if (live === undefined) return { kind: 'deleted' };
  if (isLeftAlone(live)) return { kind: 'same' };
  const wanted = await applyAsHelm(client, { path, object: applied.object, dryRun: 'All' }, signal);
  const differences = compareObjects({ ...live }, { ...wanted }, ManagedFields.parse(live.metadata.managedFields));
  const owned = await listOwned(differences, inspection);
  const foreign = differences.filter((one) => !owned.includes(one));
  return foreign.length === 0 ? { kind: 'same' } : { kind: 'changed', foreign, owned };
}

function isLeftAlone({ metadata: { annotations = {}, deletionTimestamp, managedFields } }: RawObject): boolean {
  return deletionTimestamp !== undefined || isDriftIgnored(annotations) || !Touch.parse(managedFields).isTouched;
}

async function listOwned(differences: readonly Difference[], { isScaled }: Inspection): Promise<readonly Difference[]> {
  const owned = differences.filter(({ writers }) => writers.some(isOwner));
  const replicas = differences.find((one) => !owned.includes(one) && renderPath(one.path) === 'spec.replicas');
  return replicas !== undefined && (await isScaled()) ? [...owned, replicas] : owned;
}
