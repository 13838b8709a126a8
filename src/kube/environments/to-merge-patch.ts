import { isDeepStrictEqual } from 'node:util';

export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Builds the JSON merge patch (RFC 7396) that gives each field named in `changes` exactly the value it has there, and takes
 * away what is `undefined`. A merge patch by itself would keep what an object no longer has. Empty where all is so already.
 */
export function toMergePatch(before: unknown, changes: object): JsonObject {
  const fields = isObject(before) ? before : {};
  return Object.fromEntries(
    Object.entries(changes).flatMap(([name, value]): [string, unknown][] => {
      const old = fields[name];
      const difference = isObject(value) && isObject(old) ? replaceObject(old, value) : toNull(value);
      const isSame = isObject(difference) && isObject(old) ? isEmpty(difference) : isEqual(old, difference);
      return isSame ? [] : [[name, difference]];
    }),
  );
}

function replaceObject(old: JsonObject, wanted: JsonObject): JsonObject {
  const lost = Object.keys(old).filter((name) => wanted[name] === undefined);
  return toMergePatch(old, { ...wanted, ...Object.fromEntries(lost.map((name) => [name, undefined])) });
}

/** In a merge patch `null` takes a field away. */
function toNull(value: unknown): unknown {
  return value ?? null;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: JsonObject): boolean {
  return Object.keys(value).length === 0;
}

function isEqual(old: unknown, wanted: unknown): boolean {
  return wanted === null ? old === undefined : isDeepStrictEqual(old, toJson(wanted));
}

/** As it would come back: without fields that are `undefined`. */
function toJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
