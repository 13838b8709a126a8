import type { Values } from '../manifest/schema/release.ts';

/** Writes values as JSON that every reader of YAML takes: some characters that JSON allows are not allowed in YAML. */
export function renderValues(values: Values): string {
  return JSON.stringify(values).replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
