import { checkDocumentShape, checkShape } from '../manifest/document/check-shape.ts';
import { createProblem, hasPath, type Document, type Remark, type Report } from '../manifest/document/document.ts';
import { parseDocument } from '../manifest/document/parse-document.ts';
import { sortProblems, type Problem } from '../manifest/document/problem.ts';
import { suggestName } from '../manifest/document/suggest-name.ts';
import { mergeProfiles } from './merge-profiles.ts';
import { Profile, ProfileHead } from './profile.ts';

export type ParsedProfiles =
  | { readonly kind: 'profiles'; readonly profiles: readonly Profile[] }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/**
 * Reads the files of `environments/`, by their names without `.yaml`, into one profile for each file that has a label.
 * A file without one is there to be extended. Nothing is accepted unless all of it is in order.
 */
export function parseProfiles(texts: Readonly<Record<string, string>>): ParsedProfiles {
  const parsed = Object.entries(texts).map(([name, text]) => parseFile(name, text));
  const broken = parsed.flatMap((file) => (file.kind === 'problems' ? file.problems : []));
  if (broken.length > 0) return { kind: 'problems', problems: broken };
  const files = new Map(parsed.flatMap((file) => (file.kind === 'file' ? [[file.name, file] as const] : [])));
  const resolved = [...files.values()].map((file) => resolveFile(file, files));
  const profiles = resolved.flatMap((file) => (file.kind === 'profile' ? [file.profile] : []));
  const problems = [
    ...resolved.flatMap((file) => (file.kind === 'problems' ? file.problems : [])),
    ...listSameLabels(files),
  ];
  return problems.length > 0 ? { kind: 'problems', problems: sortProblems(problems) } : { kind: 'profiles', profiles };
}

interface ProfileDocument {
  readonly kind: 'file';
  readonly name: string;
  readonly document: Document;
  readonly label: string | undefined;
  readonly extends: string | undefined;
}

type Problems = { readonly kind: 'problems'; readonly problems: readonly Problem[] };

function parseFile(name: string, text: string): ProfileDocument | Problems {
  const parsed = parseDocument(text, `environments/${name}.yaml`);
  if (parsed.kind === 'problems') return parsed;
  const shaped = checkDocumentShape(ProfileHead, parsed.document);
  if (shaped.kind === 'problems') return shaped;
  return { kind: 'file', name, document: parsed.document, label: shaped.value.label, extends: shaped.value.extends };
}

type Resolved = { readonly kind: 'profile'; readonly profile: Profile } | { readonly kind: 'base' } | Problems;

function resolveFile(file: ProfileDocument, files: ReadonlyMap<string, ProfileDocument>): Resolved {
  const chain = [file];
  for (let last = file; last.extends !== undefined;) {
    const base = files.get(last.extends);
    if (base === undefined) return refuseExtends(last, missing(last.extends, [...files.keys()]));
    if (chain.includes(base)) return refuseExtends(last, circle([...chain, base]));
    chain.push(base);
    last = base;
  }
  if (file.label === undefined) return { kind: 'base' };
  const documents = chain.map(({ document }) => document);
  const report = (remark: Remark): Problem => reportIn(documents, remark);
  const shaped = checkShape({ type: Profile, value: mergeChain(chain), report });
  if (shaped.kind === 'problems') return shaped;
  const problems = checkModes(shaped.value, report);
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'profile', profile: shaped.value };
}

function mergeChain(chain: readonly ProfileDocument[]): unknown {
  const merged = chain.map(({ document }) => document.value).reduceRight((base, value) => mergeProfiles(base, value));
  return Object.fromEntries(Object.entries(merged as object).filter(([key]) => key !== 'extends'));
}

/** Reports in the file that says the thing, the extending one first; what no file says is missing in the extending one. */
function reportIn(documents: readonly Document[], remark: Remark): Problem {
  const [extending] = documents;
  const speaking = documents.find((document) => hasPath(document, remark.path)) ?? extending;
  if (speaking === undefined) throw new Error('reporting a problem: no document');
  return createProblem(speaking, remark);
}

/** What one setting asks of another. */
function checkModes(profile: Profile, report: Report): readonly Problem[] {
  const problems: Problem[] = [];
  if (profile.services === 'changed' && profile.shared.environment === undefined) {
    problems.push(
      report({
        path: ['services'],
        message: `The profile "${profile.label}" deploys only changed services, and says nothing about where the others run.`,
        hint: 'Add "shared.environment" with the name of the environment that runs them.',
      }),
    );
  }
  if (profile.lifetime.warnBeforeMs >= profile.lifetime.totalMs) {
    problems.push(
      report({
        path: ['lifetime', 'warnBefore'],
        message: 'The warning would come before the environment is there.',
        hint: 'Make "warnBefore" shorter than "total".',
      }),
    );
  }
  return problems;
}

function refuseExtends({ document }: ProfileDocument, said: { message: string; hint: string }): Problems {
  return { kind: 'problems', problems: [createProblem(document, { path: ['extends'], ...said })] };
}

function missing(name: string, known: readonly string[]): { message: string; hint: string } {
  return { message: `There is no profile "${name}" to extend.`, hint: suggestName(name, known) };
}

function circle(chain: readonly ProfileDocument[]): { message: string; hint: string } {
  const names = chain.map(({ name }) => name).join(' → ');
  return { message: `These profiles extend each other: ${names}.`, hint: 'Let one of them stand on its own.' };
}

function listSameLabels(files: ReadonlyMap<string, ProfileDocument>): readonly Problem[] {
  const owners = new Map<string, string>();
  return [...files.values()].flatMap(({ name, label, document }) => {
    if (label === undefined) return [];
    const owner = owners.get(label);
    owners.set(label, owner ?? name);
    if (owner === undefined) return [];
    const message = `The label "${label}" already belongs to the profile "${owner}".`;
    return [createProblem(document, { path: ['label'], message, hint: 'Give each profile a label of its own.' })];
  });
}
