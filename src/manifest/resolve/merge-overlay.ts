import { isMapping } from '../document/is-mapping.ts';

/**
 * Merges the part of one profile over a manifest, as it is written and before it is checked.
 *
 * Mappings merge key by key; everything else (texts, lists) replaces what was there, and so does a chart as a whole. An
 * empty service, release or implementation (`seed: null`) is taken out; an empty value inside `values` stays, because to
 * Helm it means: without the default of the chart.
 */
export function mergeOverlay(base: unknown, overlay: unknown, key = ''): unknown {
  if (!isMapping(base) || !isMapping(overlay) || key === 'chart') return overlay;
  const merged = { ...base };
  for (const [name, value] of Object.entries(overlay)) {
    if (value === null && namesThings.has(key)) Reflect.deleteProperty(merged, name);
    else if (key === 'values') merged[name] = mergeValues(base[name], value);
    else merged[name] = mergeOverlay(base[name] ?? {}, value, namesThings.has(key) ? '' : name);
  }
  return merged;
}

const namesThings: ReadonlySet<string> = new Set(['services', 'releases', 'implementations']);

/** Inside `values` names are the author's own: none of them has a meaning here. */
function mergeValues(base: unknown, overlay: unknown): unknown {
  if (!isMapping(base) || !isMapping(overlay)) return overlay;
  const merged = { ...base };
  for (const [name, value] of Object.entries(overlay)) merged[name] = mergeValues(base[name], value);
  return merged;
}
