import { EVENT_ID, getScalarValue, SCALAR_STYLE, type Event } from 'js-yaml';
import type { SourceNode } from './document.ts';

/** Something wrong with the text itself, at an offset of it. */
export interface Finding {
  readonly offset: number;
  readonly message: string;
  readonly hint: string;
}

/**
 * Reads from the events of a YAML text where each of its values stands, and what in it is not accepted.
 *
 * Every node is added to the map of its parent once, so that the time is linear in the text, whatever it holds.
 */
export function readSourceNodes(
  text: string,
  events: readonly Event[],
): { root: SourceNode | undefined; findings: readonly Finding[] } {
  const reader: Reader = { text, open: [], findings: [], root: undefined };
  for (const event of events) {
    // One finding may follow from another (an alias as a key, a tag on each item): a screenful is enough.
    if (reader.findings.length >= mostFindings) break;
    readEvent(reader, event);
  }
  if (reader.findings.length === 0 && reader.root === undefined) reader.findings.push(empty);
  return reader;
}

const mostFindings = 20;

interface Reader {
  readonly text: string;
  /** The collections around the current event, innermost last. */
  readonly open: OpenCollection[];
  readonly findings: Finding[];
  root: SourceNode | undefined;
}

interface OpenCollection {
  readonly kind: 'mapping' | 'sequence';
  readonly node: SourceNode;
  /** The key whose value comes next; in a sequence unused. */
  key: { readonly name: string; readonly offset: number } | undefined;
}

type NodeEvent = Exclude<Event, { type: typeof EVENT_ID.DOCUMENT | typeof EVENT_ID.POP }>;

function readEvent(reader: Reader, event: Event): void {
  switch (event.type) {
    case EVENT_ID.DOCUMENT:
      return;
    case EVENT_ID.POP:
      reader.open.pop();
      return;
    default:
      readNode(reader, event);
  }
}

function readNode(reader: Reader, event: NodeEvent): void {
  refuseProperties(reader, event);
  const parent = reader.open.at(-1);
  if (parent?.kind === 'mapping' && parent.key === undefined) {
    readKey(reader, parent, event);
    return;
  }
  const offset = determineOffset(event, parent?.key?.offset ?? reader.root?.offset ?? 0);
  const node: SourceNode = { keyOffset: parent?.key?.offset ?? offset, offset, children: new Map() };
  addNode(reader, parent, node);
  openCollection(reader, event, node);
}

function readKey(reader: Reader, mapping: OpenCollection, event: NodeEvent): void {
  const offset = determineOffset(event, mapping.node.offset);
  if (event.type !== EVENT_ID.SCALAR) {
    reader.findings.push({ offset, ...complexKey });
    mapping.key = { name: '', offset };
    openCollection(reader, event, { keyOffset: offset, offset, children: new Map() });
    return;
  }
  const name = getScalarValue(reader.text, event);
  mapping.key = { name, offset };
  if (name === '<<' && event.style === SCALAR_STYLE.PLAIN) reader.findings.push({ offset, ...mergeKey });
  if (name === '__proto__') reader.findings.push({ offset, ...prototypeKey });
  if (mapping.node.children.has(name)) reader.findings.push({ offset, ...duplicateKey(name) });
}

function addNode(reader: Reader, parent: OpenCollection | undefined, node: SourceNode): void {
  if (parent === undefined) {
    if (reader.root !== undefined) reader.findings.push({ offset: node.offset, ...severalDocuments });
    reader.root ??= node;
    return;
  }
  parent.node.children.set(parent.key?.name ?? String(parent.node.children.size), node);
  parent.key = undefined;
}

function openCollection(reader: Reader, event: NodeEvent, node: SourceNode): void {
  if (event.type === EVENT_ID.MAPPING) reader.open.push({ kind: 'mapping', node, key: undefined });
  if (event.type === EVENT_ID.SEQUENCE) reader.open.push({ kind: 'sequence', node, key: undefined });
}

function refuseProperties(reader: Reader, event: NodeEvent): void {
  if (event.type === EVENT_ID.ALIAS) {
    reader.findings.push({ offset: event.anchorStart - 1, ...alias });
    return;
  }
  if (event.tagStart >= 0) reader.findings.push({ offset: event.tagStart, ...tag });
}

function determineOffset(event: NodeEvent, fallback: number): number {
  if (event.type === EVENT_ID.ALIAS) return event.anchorStart - 1;
  if (event.type !== EVENT_ID.SCALAR) return event.start;
  if (event.valueStart < 0) return fallback; // a key without a value
  const isQuoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
  return isQuoted ? event.valueStart - 1 : event.valueStart; // the quote is part of it
}

const empty: Finding = {
  offset: 0,
  message: 'This file is empty.',
  hint: 'Write into it what the README shows, or remove it.',
};
const severalDocuments = {
  message: 'This file holds several YAML documents, separated by "---".',
  hint: 'Keep one document and put everything into it.',
};
const complexKey = {
  message: 'A list or a mapping stands where a key belongs.',
  hint: 'Write a plain name as the key.',
};
const mergeKey = {
  message: 'YAML merge keys ("<<:") are not read.',
  hint: 'Write the keys out at each place.',
};
const prototypeKey = { message: 'The key "__proto__" is not accepted.', hint: 'Choose another name.' };
const alias = {
  message: 'YAML aliases ("*name") are not read.',
  hint: 'Write the value out here.',
};
const tag = { message: 'YAML tags ("!name") are not read.', hint: 'Remove the tag; put text in quotes.' };

function duplicateKey(name: string): { message: string; hint: string } {
  return {
    message: `The key "${name.slice(0, 60)}" is here for the second time.`,
    hint: 'Keep one of the two: only one of them could count.',
  };
}
