import { checkServices } from './checks/check-services.ts';
import { checkDocumentShape } from './document/check-shape.ts';
import type { Document } from './document/document.ts';
import { parseDocument } from './document/parse-document.ts';
import { sortProblems, type Problem } from './document/problem.ts';
import { leaveOutBroken } from './leave-out-broken.ts';
import { resolveServices } from './resolve/resolve-services.ts';
import { ManifestFile, manifestFile, type Manifest } from './schema/manifest.ts';

export type ParsedManifest =
  | { readonly kind: 'manifest'; readonly manifest: Manifest }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/**
 * Reads a manifest that may come from anybody. It is accepted only if it is in order without a profile and under each
 * profile that it names; otherwise everything that is wrong is told at once, in the order of the file.
 */
export function parseManifest(text: string, file: string = manifestFile): ParsedManifest {
  const parsed = parseDocument(text, file);
  if (parsed.kind === 'problems') return parsed;
  const { document } = parsed;
  const shaped = checkDocumentShape(ManifestFile, document);
  const inOrder = shaped.kind === 'shaped' ? document : leaveOutBroken(document, shaped.problems);
  const problems = [
    ...(shaped.kind === 'shaped' ? [] : shaped.problems),
    ...(inOrder === undefined ? [] : checkUnderAll(inOrder)),
  ];
  if (problems.length > 0) return { kind: 'problems', problems: sortProblems(problems) };
  return { kind: 'manifest', manifest: { document } };
}

function checkUnderAll(document: Document): readonly Problem[] {
  const { profiles } = document.value as { profiles?: Record<string, unknown> };
  const always = checkUnder(document, undefined);
  const apart = Object.keys(profiles ?? {}).map((profile) => tellApart(profile, checkUnder(document, profile), always));
  return [...always, ...apart.flat()];
}

function checkUnder(document: Document, profile: string | undefined): readonly Problem[] {
  const resolved = resolveServices(document, { profile, uses: {} });
  if (resolved.kind === 'problems') return resolved.problems;
  return [...resolved.problems, ...checkServices(resolved.services, resolved.report)];
}

/** What is wrong only under one profile is told with its name: the place alone would not explain it. */
function tellApart(profile: string, problems: readonly Problem[], always: readonly Problem[]): readonly Problem[] {
  const known = new Set(always.map(identify));
  return problems
    .filter((problem) => !known.has(identify(problem)))
    .map((problem) => ({ ...problem, message: `Under the profile "${profile}": ${problem.message}` }));
}

function identify({ line, column, message }: Problem): string {
  return `${line}:${column}:${message}`;
}
