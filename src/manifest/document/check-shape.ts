import type { z } from 'zod';
import { describeIssue, hintFor, type KnownKeys } from './describe-issue.ts';
import { createProblem, type Document, type Report } from './document.ts';
import { sortProblems, type Problem } from './problem.ts';

export type Shaped<T> =
  { readonly kind: 'shaped'; readonly value: T } | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/**
 * Checks a value of a document against a zod type and tells everything that does not fit, where it stands.
 *
 * The text that a type gives as its `error` is the hint ("Write it with a leading slash."): the sentence before it, which
 * says where and what was found, is the same for all types and made here.
 */
export function checkShape<T>({ type, value, report }: Check<T>): Shaped<T> {
  const knownKeys: KnownKeys = new WeakMap();
  const result = type.safeParse(value, { error: (issue) => hintFor(issue, knownKeys), reportInput: true });
  if (result.success) return { kind: 'shaped', value: result.data };
  const remarks = result.error.issues.flatMap((issue) => describeIssue(issue, knownKeys));
  return { kind: 'problems', problems: sortProblems(remarks.slice(0, mostRemarks).map(report)) };
}

interface Check<T> {
  readonly type: z.ZodType<T>;
  readonly value: unknown;
  readonly report: Report;
}

/** Finding the line of each takes time, and nobody mends more at once. */
const mostRemarks = 100;

/** Checks a whole document against a zod type. */
export function checkDocumentShape<T>(type: z.ZodType<T>, document: Document): Shaped<T> {
  return checkShape({ type, value: document.value, report: (remark) => createProblem(document, remark) });
}
