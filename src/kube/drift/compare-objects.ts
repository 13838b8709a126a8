import { isDeepStrictEqual } from 'node:util';
import { isMapping } from '../../manifest/document/is-mapping.ts';
import type { ManagedEntry } from '../objects/touch.ts';
import type { FieldPath, ItemKey } from './field-path.ts';
import { descend, findKeys, toTrees, type FieldTree } from './field-tree.ts';

type Mapping = Readonly<Record<string, unknown>>;

/** A field that is another than it would be. */
export interface Difference {
  readonly path: FieldPath;
  /** Who wrote it, as far as the API server knows; nobody, where it was taken away. */
  readonly writers: readonly ManagedEntry[];
}

/**
 * Lists where an object differs from what the API server says that it would be. Items of a list that the server knows by a
 * key are compared with those of the same key. What the server itself keeps of an object is left out.
 */
export function compareObjects(
  live: Mapping,
  wanted: Mapping,
  managedFields: readonly ManagedEntry[],
): readonly Difference[] {
  const trees = toTrees(managedFields);
  return compareMappings(strip(live), strip(wanted), { path: [], trees });
}

const kept: ReadonlySet<string> = new Set([
  'name',
  'namespace',
  'labels',
  'annotations',
  'finalizers',
  'ownerReferences',
]);

function strip({ status: _status, metadata, ...rest }: Mapping): Mapping {
  const entries = Object.entries(isMapping(metadata) ? metadata : {});
  return { ...rest, metadata: Object.fromEntries(entries.filter(([name]) => kept.has(name))) };
}

interface Place {
  readonly path: FieldPath;
  readonly trees: readonly FieldTree[];
}

function compare(live: unknown, wanted: unknown, place: Place): readonly Difference[] {
  if (isDeepStrictEqual(live, wanted)) return [];
  if (isMapping(live) && isMapping(wanted)) return compareMappings(live, wanted, place);
  if (Array.isArray(live) && Array.isArray(wanted)) return compareLists(live, wanted, place);
  return [toDifference(place)];
}

function compareMappings(live: Mapping, wanted: Mapping, { path, trees }: Place): readonly Difference[] {
  const names = [...new Set([...Object.keys(live), ...Object.keys(wanted)])];
  return names.flatMap((name) =>
    compare(live[name], wanted[name], { path: [...path, name], trees: descend(trees, `f:${name}`) }),
  );
}

function compareLists(live: readonly unknown[], wanted: readonly unknown[], place: Place): readonly Difference[] {
  const keys = findKeys(place.trees);
  const all = [...live, ...wanted];
  if (keys === undefined || !all.every((item) => isMapping(item))) return [toDifference(place)];
  const [ours, theirs] = [indexBy(live, keys), indexBy(wanted, keys)];
  return [...new Map([...ours, ...theirs])].flatMap(([id, { key }]) =>
    compare(ours.get(id)?.item, theirs.get(id)?.item, {
      path: [...place.path, key],
      trees: descend(place.trees, `k:${id}`),
    }),
  );
}

/** By the key as the API server writes it: its names in order. */
function indexBy(
  items: readonly unknown[],
  names: readonly string[],
): ReadonlyMap<string, { readonly key: ItemKey; readonly item: Mapping }> {
  return new Map(
    items.filter(isMapping).map((item) => {
      const key = Object.fromEntries(names.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])));
      return [JSON.stringify(key), { key, item }];
    }),
  );
}

function toDifference({ path, trees }: Place): Difference {
  return { path, writers: trees.map(({ entry }) => entry) };
}
