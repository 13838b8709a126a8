import { z } from 'zod';
import type { Remark } from './document.ts';
import type { Path } from './problem.ts';
import { suggestName } from './suggest-name.ts';

/** The keys a mapping may have, by the list of unknown ones that zod found in it. */
export type KnownKeys = WeakMap<readonly string[], readonly string[]>;

/** Describes one issue of zod for the author of the file; unknown keys become a description each. */
export function describeIssue(issue: z.core.$ZodIssue, knownKeys: KnownKeys): readonly Remark[] {
  const path = issue.path.map((segment) => (typeof segment === 'symbol' ? String(segment) : segment));
  switch (issue.code) {
    case 'unrecognized_keys':
      return describeUnknownKeys(path, issue.keys, knownKeys.get(issue.keys) ?? []);
    case 'invalid_union':
      return describeUnion(path, issue, knownKeys);
    case 'invalid_key':
      return [{ path, at: 'key', message: `${quote(path.at(-1))} is not a name to use here.`, hint: firstHint(issue) }];
    default:
      if (issue.input === undefined && issue.code !== 'custom') return [describeMissing(path, issue)];
      return [{ path, at: 'value', message: describeMisfit(path, issue), hint: issue.message }];
  }
}

/** Gives an issue its hint, unless its type gave one, and remembers what only zod's inner view of the issue knows. */
export function hintFor(issue: z.core.$ZodRawIssue, knownKeys: KnownKeys): string {
  if (issue.code === 'unrecognized_keys' && issue.inst instanceof z.ZodObject) {
    knownKeys.set(issue.keys, Object.keys(issue.inst.shape));
  }
  if (issue.code === 'invalid_type') return `Write ${nameType(issue.expected)} here.`;
  if (issue.code === 'invalid_value') return `Write ${issue.values.map(quote).join(' or ')}.`;
  if (issue.code === 'too_small') return `Write at least ${String(issue.minimum)}.`;
  if (issue.code === 'too_big') return `Write at most ${String(issue.maximum)}.`;
  return 'Compare it with the examples in the README.';
}

function describeUnknownKeys(path: Path, keys: readonly string[], known: readonly string[]): readonly Remark[] {
  return keys.map((key) => ({
    path: [...path, key],
    at: 'key',
    message: `${describePlace(path)} knows no key ${quote(key)}.`,
    hint: suggestName(key, known),
  }));
}

/** A value that fits none of several shapes is told the complaints of the shape it comes nearest to. */
function describeUnion(path: Path, issue: z.core.$ZodIssueInvalidUnion, knownKeys: KnownKeys): readonly Remark[] {
  if (issue.input === undefined) return [describeMissing(path, issue)];
  const branches = issue.errors.filter((issues) => !issues.some(isOfAnotherKind));
  const nearest = branches.toSorted((a, b) => countUnknownKeys(a) - countUnknownKeys(b) || a.length - b.length)[0];
  if (nearest === undefined) {
    return [{ path, at: 'value', message: describeMisfit(path, issue), hint: issue.message }];
  }
  return nearest.flatMap((inner) => describeIssue({ ...inner, path: [...issue.path, ...inner.path] }, knownKeys));
}

function isOfAnotherKind(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'invalid_type' && issue.path.length === 0;
}

/** The keys of a mapping tell best which of the shapes was meant. */
function countUnknownKeys(issues: readonly z.core.$ZodIssue[]): number {
  return issues
    .filter((issue) => issue.path.length === 0)
    .reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 0), 0);
}

function describeMissing(path: Path, issue: z.core.$ZodIssue): Remark {
  const key = quote(path.at(-1));
  return {
    path,
    at: 'key',
    message: `${describePlace(path.slice(0, -1))} has no ${key}.`,
    hint: `Add ${key}. ${issue.message}`,
  };
}

function describeMisfit(path: Path, issue: z.core.$ZodIssue): string {
  return `${describePlace(path)} cannot be ${describeValue(issue.input)}.`;
}

function firstHint(issue: z.core.$ZodIssueInvalidKey): string {
  return issue.issues[0]?.message ?? issue.message;
}

/** Names the place as its author would: `services.api.url`, or "This file" for its top. */
export function describePlace(path: Path): string {
  return path.length === 0 ? 'This file' : shorten(path.join('.'));
}

function describeValue(value: unknown): string {
  if (value === undefined) return 'left out';
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a mapping' : quote(value);
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

function nameType(expected: string): string {
  return typeNames[expected] ?? expected;
}

function quote(value: unknown): string {
  return typeof value === 'string' ? `"${shorten(value)}"` : shorten(String(value));
}

const longest = 80;

function shorten(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
