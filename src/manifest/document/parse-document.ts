import { constructFromEvents, parseEvents, YAMLException, type Event } from 'js-yaml';
import { createProblem, determinePosition, type Document } from './document.ts';
import { listUnsafeNumbers } from './list-unsafe-numbers.ts';
import { sortProblems, type Problem } from './problem.ts';
import { readSourceNodes, type Finding } from './read-source-nodes.ts';

export type ParsedDocument =
  | { readonly kind: 'document'; readonly document: Document }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** Far above any manifest seen, and so little that the worst text of this size is refused or read within a tenth of a second. */
export const maxDocumentBytes = 64 * 1024;
/** Deep enough for a pod's affinity rules in the values of a release in a profile. */
export const maxDocumentDepth = 32;

/**
 * Reads YAML that may come from anybody into values with their positions, or says what is wrong and where.
 *
 * js-yaml reports the text as a flat list of events with offsets, with a limit on depth, and without recursion or
 * look-back: positions and values come out of the same pass. What makes YAML dangerous or surprising is refused:
 * aliases (they multiply), tags, merge keys, several documents, the same key twice, numbers that would change.
 */
export function parseDocument(text: string, file: string): ParsedDocument {
  if (Buffer.byteLength(text) > maxDocumentBytes) return refuse(text, file, tooLarge(text));
  const parsed = parseText(text);
  if (parsed.kind === 'broken') return refuse(text, file, parsed);
  const { root, findings } = readSourceNodes(text, parsed.events);
  if (root === undefined || findings.length > 0) {
    return { kind: 'problems', problems: sortProblems(findings.map((finding) => toProblem(text, file, finding))) };
  }
  return construct({ text, file, root, events: parsed.events });
}

function tooLarge(text: string): Finding {
  const kibibytes = Math.ceil(Buffer.byteLength(text) / 1024);
  return {
    offset: 0,
    message: `This file has ${kibibytes} KiB; at most ${maxDocumentBytes / 1024} KiB are read.`,
    hint: 'Move long values into files of their own.',
  };
}

function parseText(text: string): { kind: 'events'; events: Event[] } | ({ kind: 'broken' } & Finding) {
  try {
    return { kind: 'events', events: parseEvents(text, { maxDepth: maxDocumentDepth }) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return { kind: 'broken', offset: error.mark?.position ?? 0, ...describeSyntaxError(error.reason) };
  }
}

function describeSyntaxError(reason: string): { message: string; hint: string } {
  if (reason.startsWith('nesting exceeded')) {
    return {
      message: `This is nested more than ${maxDocumentDepth} levels deep.`,
      hint: 'Flatten it: no value of a chart needs to be that deep.',
    };
  }
  return {
    message: `This is not valid YAML: ${reason.slice(0, 200)}.`,
    hint: 'Look at the indentation, the quotes and the brackets here and in the line above.',
  };
}

function construct({ events, ...source }: Omit<Document, 'value'> & { events: Event[] }): ParsedDocument {
  const [value] = constructFromEvents(events, { source: source.text, maxAliases: 0 });
  const document = { ...source, value };
  const unsafe = listUnsafeNumbers(value);
  if (unsafe.length === 0) return { kind: 'document', document };
  const said = {
    message: 'This number cannot be kept as it is written: it would be rounded.',
    hint: 'Put it in quotes if it is an identifier or a tag.',
  };
  return { kind: 'problems', problems: unsafe.map((path) => createProblem(document, { path, ...said })) };
}

function refuse(text: string, file: string, finding: Finding): ParsedDocument {
  return { kind: 'problems', problems: [toProblem(text, file, finding)] };
}

function toProblem(text: string, file: string, { offset, message, hint }: Finding): Problem {
  return { file, path: [], ...determinePosition(text, offset), message, hint };
}
