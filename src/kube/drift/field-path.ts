import { isDeepStrictEqual } from 'node:util';
import { isMapping } from '../../manifest/document/is-mapping.ts';

/** The way to a field: the names of fields, and of the items of lists what tells them apart. */
export type FieldPath = readonly (string | ItemKey)[];
export type ItemKey = Readonly<Record<string, unknown>>;

/** Writes a path as people do: `spec.template.spec.containers[web].image`. */
export function renderPath(path: FieldPath): string {
  return path
    .map((step) => {
      if (typeof step !== 'string') return `[${Object.values(step).map(String).join(' ')}]`;
      return /^[\w-]+$/.test(step) ? `.${step}` : `[${step}]`;
    })
    .join('')
    .replace(/^\./, '');
}

/** A copy of an object without a field of it. */
export function leaveOutField<T>(value: T, [step, ...rest]: FieldPath): T;
export function leaveOutField(value: unknown, [step, ...rest]: FieldPath): unknown {
  if (typeof step === 'string' && isMapping(value)) {
    const entries = Object.entries(value).filter(([name]) => name !== step || rest.length > 0);
    return Object.fromEntries(
      entries.map(([name, inner]) => [name, name === step ? leaveOutField(inner, rest) : inner]),
    );
  }
  if (typeof step === 'object' && Array.isArray(value)) {
    const items = value.filter((item) => rest.length > 0 || !hasKey(item, step));
    return items.map((item: unknown) => (hasKey(item, step) ? leaveOutField(item, rest) : item));
  }
  return value;
}

/** A chart may leave out what the server adds to a key, such as the protocol of a port. */
function hasKey(item: unknown, key: ItemKey): boolean {
  if (!isMapping(item)) return false;
  const given = Object.entries(key).filter(([name]) => item[name] !== undefined);
  return given.length > 0 && given.every(([name, value]) => isDeepStrictEqual(item[name], value));
}
