import type { RawObject } from '../raw-object.ts';
import { rememberResults } from '../../engine/remember-results.ts';
import { isNewer } from './is-newer.ts';
import { createNamespacedMap, type NamespacedMap } from './namespaced-map.ts';

/** What is known of the objects of one kind, and up to which version of the cluster. An older state never replaces a newer one. */
export interface ObjectCache<T> {
  /** Of one namespace, or of all. The same array as before where nothing has changed. */
  list(namespace?: string): readonly T[];
  get(namespace: string, name: string): T | undefined;
  /** When the state that is known of an object was heard of, by the clock of this machine. */
  heardAtMs(namespace: string, name: string): number | undefined;
  /** The version up to which all changes are known. */
  readonly version: () => string | undefined;
  /** Takes a state that was read or written beside the watch. Returns whether it was news. */
  put(object: RawObject): boolean;
  /** Takes that an object was not there any more at a version. */
  drop(namespace: string, name: string, version: string): void;
  /** Takes what the watch told. */
  apply(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: RawObject): void;
  /** Takes that nothing happened up to a version. */
  advance(version: string): void;
  /** From here on until `replaceAll`, what is put may be newer than what is listed. */
  beginList(): void;
  replaceAll(objects: readonly RawObject[], version: string): void;
}

export interface CacheOptions<T> {
  /** Keeps of an object what is needed. `undefined` hides it. */
  readonly project: (object: RawObject) => T | undefined;
  readonly onChange: (value: T, change: 'set' | 'removed') => void;
}

interface Entry<T> {
  readonly version: string;
  readonly heardAtMs: number;
  readonly value: T | undefined;
}

interface State<T> extends CacheOptions<T> {
  readonly entries: NamespacedMap<Entry<T>>;
  version: string | undefined;
  /** What was put since the last listing began, `namespace/name`, and as of when, until the watch is past it. */
  readonly put: Map<string, string>;
  /** What was dropped, likewise: what the watch still has to tell of it is old. */
  readonly dropped: Map<string, string>;
}

export function createObjectCache<T>(options: CacheOptions<T>): ObjectCache<T> {
  const state: State<T> = {
    ...options,
    entries: createNamespacedMap(),
    version: undefined,
    put: new Map(),
    dropped: new Map(),
  };
  const listValues = rememberResults((entries: readonly Entry<T>[]) => entries.flatMap(({ value }) => value ?? []));
  return {
    list: (namespace) => listValues(state.entries.list(namespace)),
    get: (namespace, name) => state.entries.get(namespace, name)?.value,
    heardAtMs: (namespace, name) => state.entries.get(namespace, name)?.heardAtMs,
    version: () => state.version,
    put: (object) => put(state, object),
    drop: (namespace, name, version) => drop(state, namespace, name, version),
    apply: (type, object) => apply(state, type, object),
    advance: (version) => advance(state, version),
    beginList: () => state.put.clear(),
    replaceAll: (objects, version) => replaceAll(state, objects, version),
  };
}

function put<T>(state: State<T>, object: RawObject): boolean {
  const { namespace = '', name, resourceVersion } = object.metadata;
  // The watch is past it: if the object is not like this any more, or gone, that is already known.
  if (state.version !== undefined && !isNewer(resourceVersion, state.version)) return false;
  const before = state.entries.get(namespace, name);
  if (before !== undefined && !isNewer(resourceVersion, before.version)) return false;
  state.entries.set(namespace, name, { version: resourceVersion, heardAtMs: Date.now(), value: state.project(object) });
  state.put.set(`${namespace}/${name}`, resourceVersion);
  return true;
}

function drop<T>(state: State<T>, namespace: string, name: string, version: string): void {
  const entry = state.entries.get(namespace, name);
  if (entry === undefined || isNewer(entry.version, version)) return;
  state.entries.delete(namespace, name);
  state.put.delete(`${namespace}/${name}`);
  const isAhead = state.version === undefined || isNewer(version, state.version);
  if (isAhead) state.dropped.set(`${namespace}/${name}`, version);
}

function apply<T>(state: State<T>, type: 'ADDED' | 'MODIFIED' | 'DELETED', object: RawObject): void {
  const { namespace = '', name, resourceVersion } = object.metadata;
  const newest = state.entries.get(namespace, name)?.version ?? state.dropped.get(`${namespace}/${name}`);
  if (type === 'DELETED') {
    if (newest !== undefined && !isNewer(newest, resourceVersion)) removeAndTell(state, namespace, name);
  } else if (newest === undefined || isNewer(resourceVersion, newest)) {
    setAndTell(state, object);
  }
  advance(state, resourceVersion);
}

function advance<T>(state: State<T>, version: string): void {
  if (state.version === undefined || isNewer(version, state.version)) state.version = version;
  deletePassed(state.put, version);
  deletePassed(state.dropped, version);
}

function deletePassed(versions: Map<string, string>, passed: string): void {
  for (const [id, version] of versions) if (!isNewer(version, passed)) versions.delete(id);
}

function replaceAll<T>(state: State<T>, objects: readonly RawObject[], version: string): void {
  const isKept = (namespace: string, name: string) => {
    const entry = state.entries.get(namespace, name);
    return entry !== undefined && state.put.has(`${namespace}/${name}`) && isNewer(entry.version, version);
  };
  const listed = new Set(objects.map(({ metadata: { namespace = '', name } }) => `${namespace}/${name}`));
  for (const { namespace, name } of state.entries.listKeys()) {
    if (!listed.has(`${namespace}/${name}`) && !isKept(namespace, name)) removeAndTell(state, namespace, name);
  }
  for (const object of objects) {
    const { namespace = '', name, resourceVersion } = object.metadata;
    const isKnown = state.entries.get(namespace, name)?.version === resourceVersion;
    if (!isKnown && !isKept(namespace, name)) setAndTell(state, object);
  }
  // Not the later of the two: a cluster that was restored from a backup begins anew at an earlier one.
  state.version = version;
  deletePassed(state.put, version);
  state.dropped.clear();
}

function setAndTell<T>({ entries, project, onChange }: State<T>, object: RawObject): void {
  const { namespace = '', name, resourceVersion } = object.metadata;
  const before = entries.get(namespace, name)?.value;
  const value = project(object);
  entries.set(namespace, name, { version: resourceVersion, heardAtMs: Date.now(), value });
  if (value !== undefined) onChange(value, 'set');
  else if (before !== undefined) onChange(before, 'removed');
}

function removeAndTell<T>({ entries, put, onChange }: State<T>, namespace: string, name: string): void {
  const value = entries.get(namespace, name)?.value;
  entries.delete(namespace, name);
  put.delete(`${namespace}/${name}`);
  if (value !== undefined) onChange(value, 'removed');
}
