import type { ManagedEntry } from '../objects/touch.ts';
import { isMapping } from '../../manifest/document/is-mapping.ts';

/** The fields below one place that one writer wrote: https://kubernetes.io/docs/reference/using-api/server-side-apply/. */
export interface FieldTree {
  readonly entry: ManagedEntry;
  /** Empty where the writer has all that is below as one. */
  readonly below: Readonly<Record<string, unknown>>;
}

export function toTrees(managedFields: readonly ManagedEntry[]): readonly FieldTree[] {
  return managedFields.flatMap((entry) => (isMapping(entry.fieldsV1) ? [{ entry, below: entry.fieldsV1 }] : []));
}

/** The writers of a field, `f:spec`, or of an item, `k:{"name":"web"}`. */
export function descend(trees: readonly FieldTree[], step: string): readonly FieldTree[] {
  return trees.flatMap(({ entry, below }) => {
    if (Object.keys(below).length === 0) return [{ entry, below }];
    const next = below[step];
    return isMapping(next) ? [{ entry, below: next }] : [];
  });
}

/** The names that tell the items of a list apart, if the server knows any. */
export function findKeys(trees: readonly FieldTree[]): readonly string[] | undefined {
  const steps = trees.flatMap(({ below }) => Object.keys(below)).filter((step) => step.startsWith('k:'));
  const keys = steps.flatMap((step) => {
    const key: unknown = JSON.parse(step.slice(2));
    return isMapping(key) ? [Object.keys(key)] : [];
  });
  return keys[0];
}
