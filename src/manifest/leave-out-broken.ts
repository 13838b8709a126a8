import type { Document } from './document/document.ts';
import { isMapping } from './document/is-mapping.ts';
import type { Path, Problem } from './document/problem.ts';
import { Name } from './schema/name.ts';

/**
 * Makes a document of what is in order in one that has problems, so that mistakes of other kinds are told at the same
 * time. A release with a problem keeps its place in the graph, without anything that could be wrong; gives `undefined`
 * where so much is broken that whatever else is said would only be a consequence of it.
 */
export function leaveOutBroken(document: Document, problems: readonly Problem[]): Document | undefined {
  const value = structuredClone(document.value);
  for (const { path } of problems) {
    const replacement = findReplacement(path);
    if (replacement === undefined) return undefined;
    replace(value, replacement);
  }
  return { ...document, value };
}

interface Replacement {
  readonly path: Path;
  /** `undefined` leaves out what stands there. */
  readonly by: unknown;
}

/** Stand in for what could not be read: they wait for nothing and offer whatever others look for. */
const unreadRelease = { chart: './unread', outputsFrom: [{ configMapRef: { name: 'unread' }, scope: 'external' }] };
const unreadImplementation = { environment: 'unread' };

/** Finds the smallest part around a problem that the rest can do without. */
function findReplacement(path: Path): Replacement | undefined {
  const [top, , part, , inner] = path;
  if (top === 'version') return { path, by: 1 };
  if (top === 'profiles') return { path: path.slice(0, 2), by: undefined };
  if (top !== 'services') return top === undefined ? undefined : { path: [top], by: undefined };
  if (part === 'releases') return replaceNamed(path.slice(0, 4), unreadRelease);
  if (part === 'implementations' && inner === 'releases') return replaceNamed(path.slice(0, 6), unreadRelease);
  if (part === 'implementations') return replaceNamed(path.slice(0, 4), unreadImplementation);
  return part === undefined || part === 'use' ? undefined : { path: path.slice(0, 3), by: undefined };
}

/** What has no name to be called by is left out; what has one keeps its place. */
function replaceNamed(path: Path, by: object): Replacement | undefined {
  if (path.length % 2 === 1) return undefined; // not one of them is broken, but what holds them
  return { path, by: Name.safeParse(path.at(-1)).success ? by : undefined };
}

function replace(value: unknown, { path, by }: Replacement): void {
  let around = value;
  for (const segment of path.slice(0, -1)) around = isMapping(around) ? around[segment] : undefined;
  if (!isMapping(around)) return; // replaced already, with something around it
  const key = String(path.at(-1));
  if (by === undefined) Reflect.deleteProperty(around, key);
  else around[key] = structuredClone(by);
}
