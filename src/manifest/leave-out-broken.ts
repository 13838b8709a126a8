import type { Document } from './document/document.ts';
import type { Path, Problem } from './document/problem.ts';
import { Name } from './name.ts';

type Mapping = Record<string, unknown>;

/**
 * Makes a document of what is in order in one that has problems, so that mistakes of other kinds are told at the same
 * time. A release with a problem keeps its place in the graph, without anything that could be wrong; gives `undefined`
 * where so much is broken that whatever else is said would only be a consequence of it.
 */
export function leaveOutBroken(document: Document, problems: readonly Problem[]): Document | undefined {
  const value = structuredClone(document.value);
  if (!isMapping(value)) return undefined;
  value['version'] = 1;
  return problems.every(({ path }) => leaveOut(value, path)) ? { ...document, value } : undefined;
}

/** Stand in for what could not be read: they wait for nothing and offer whatever others look for. */
const unreadRelease = { chart: './unread', outputsFrom: [{ configMapRef: { name: 'unread' }, scope: 'external' }] };
const unreadImplementation = { environment: 'unread' };

function leaveOut(value: Mapping, path: Path): boolean {
  const [top, , part, , inner] = path;
  if (top === 'version') return true;
  if (top === 'profiles') return replace(value, path.slice(0, 2), undefined);
  if (top !== 'services') return path.length > 0 && replace(value, path.slice(0, 1), undefined);
  if (part === 'releases') return replaceNamed(value, path, { at: 3, by: unreadRelease });
  if (part === 'implementations' && inner === 'releases')
    return replaceNamed(value, path, { at: 5, by: unreadRelease });
  if (part === 'implementations') return replaceNamed(value, path, { at: 3, by: unreadImplementation });
  return part !== undefined && part !== 'use' && replace(value, path.slice(0, 3), undefined);
}

/** What has no name to be called by is left out; what has one keeps its place. */
function replaceNamed(value: Mapping, path: Path, { at, by }: { at: number; by: object }): boolean {
  if (path.length <= at) return false;
  const isNamed = Name.safeParse(path[at]).success;
  return replace(value, path.slice(0, at + 1), isNamed ? structuredClone(by) : undefined);
}

function replace(value: Mapping, path: Path, replacement: unknown): boolean {
  const around = path
    .slice(0, -1)
    .reduce<unknown>((outer, segment) => (isMapping(outer) ? outer[segment] : undefined), value);
  if (!isMapping(around)) return true; // left out already, with something around it
  const key = String(path.at(-1));
  if (replacement === undefined) Reflect.deleteProperty(around, key);
  else around[key] = replacement;
  return true;
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
