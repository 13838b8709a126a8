import type { Path } from '../document/problem.ts';
import { parseTemplate, type ParsedTemplate } from './parse-template.ts';

/** Lists the texts in a tree of values that hold `<<`, with where they stand. Keys are not looked into. */
export function listTemplates(value: unknown, path: Path = []): readonly { path: Path; parsed: ParsedTemplate }[] {
  if (typeof value === 'string') return value.includes('<<') ? [{ path, parsed: parseTemplate(value) }] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => listTemplates(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => listTemplates(child, [...path, key]));
}
