import { isMapping } from '../manifest/document/is-mapping.ts';

/**
 * Merges a profile over the one that it extends, as they are written. Mappings merge key by key; everything else (texts,
 * numbers, lists) replaces what was there; an empty value takes away what was there.
 */
export function mergeProfiles(base: unknown, extending: unknown): unknown {
  if (!isMapping(base) || !isMapping(extending)) return extending;
  const merged = { ...base };
  for (const [key, value] of Object.entries(extending)) {
    if (value === null) Reflect.deleteProperty(merged, key);
    else merged[key] = mergeProfiles(base[key] ?? {}, value);
  }
  return merged;
}
