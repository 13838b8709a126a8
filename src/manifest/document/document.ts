import { locateInText, type InnerPlace } from './locate-in-text.ts';
import type { Path, Position, Problem } from './problem.ts';

/** A YAML file that was read: what it says, and where it says it. */
export interface Document {
  readonly file: string;
  readonly text: string;
  readonly value: unknown;
  readonly root: SourceNode;
}

/** One value of the file: the offset of its key (for the root and for list items: of itself), of the value, and what it holds. */
export interface SourceNode {
  readonly keyOffset: number;
  readonly offset: number;
  readonly children: Map<string, SourceNode>;
}

/** What is said about a value, before it is known where in the file that stands. */
export interface Remark {
  readonly path: Path;
  /** At the key if it is about the name or about something missing inside; at the value otherwise. */
  readonly at?: 'key' | 'value';
  /** Where in the value, if that is a text. */
  readonly within?: InnerPlace;
  readonly message: string;
  readonly hint: string;
}

/** Makes a problem of a remark by finding its place. */
export type Report = (remark: Remark) => Problem;

/** Reports a problem at a place of a document: at the value there, at its key, or at the nearest thing around it that exists. */
export function createProblem(document: Document, { path, at = 'value', within, message, hint }: Remark): Problem {
  return { file: document.file, path, ...locate(document, path, at, within), message, hint };
}

/** True if the file itself says something at this path. */
export function hasPath({ root }: Document, path: Path): boolean {
  return findNode(root, path).rest === 0;
}

function locate({ root, text }: Document, path: Path, at: 'key' | 'value', within?: InnerPlace): Position {
  const { node, rest } = findNode(root, path);
  if (at === 'key' || rest > 0) return determinePosition(text, node.keyOffset);
  return determinePosition(text, within === undefined ? node.offset : locateInText(text, node.offset, within));
}

function findNode(root: SourceNode, path: Path): { node: SourceNode; rest: number } {
  let node = root;
  for (const [index, segment] of path.entries()) {
    const child = node.children.get(String(segment));
    if (child === undefined) return { node, rest: path.length - index };
    node = child;
  }
  return { node, rest: 0 };
}

/** Turns an offset into a line and a column. */
export function determinePosition(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const lines = before.split(/\r\n|\r|\n/);
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}
