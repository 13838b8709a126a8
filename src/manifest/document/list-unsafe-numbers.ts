import type { Path } from './problem.ts';

/** Lists where numbers stand that JSON and Helm cannot carry as they were written: not finite, or a whole number beyond 2^53. */
export function listUnsafeNumbers(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value === 'number') return isSafe(value) ? [] : [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => listUnsafeNumbers(child, [...path, key]));
}

function isSafe(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}
