import type { ReleaseDriftStatus } from '../../environment/release-status.ts';
import { nameOf, type DriftFinding, type ObjectName, type TouchedObject } from '../ports/drift.ts';
import { decideDrift, isToBeMended, type DriftPolicy, type DriftStep, type Inspected } from './decide-drift.ts';

/** What is known of the objects of one release that are not as Helm applied them. It can be lost at any time. */
export interface ReleaseDrift {
  /** Another one means that Helm has written all of them since. */
  readonly revision: number;
  /** By `Kind/name`. */
  readonly objects: Map<string, ObjectDrift>;
}

interface ObjectDrift {
  inspected?: Inspected | undefined;
  /** What was found last, when anything was. */
  found?: { readonly finding: Difference; readonly atMs: number };
  mendsAtMs: readonly number[];
}

type Difference = Exclude<DriftFinding, { kind: 'same' }>;

/** What was seen of a release before, as far as it still holds: how often each object was put back counts on. */
export function continueDrift(before: ReleaseDrift | undefined, revision: number): ReleaseDrift {
  if (before?.revision === revision) return before;
  const objects = [...(before?.objects ?? [])].map(([name, { mendsAtMs }]) => [name, { mendsAtMs }] as const);
  return { revision, objects: new Map(objects) };
}

/** Forgets what was found of objects that are as they were again. */
export function noteTouched({ objects }: ReleaseDrift, touched: readonly TouchedObject[]): void {
  const names = new Set(touched.map(({ object }) => nameOf(object)));
  for (const [name, object] of objects) if (!names.has(name)) object.inspected = undefined;
}

export function decideStep(
  { objects }: ReleaseDrift,
  touched: TouchedObject,
  policy: DriftPolicy,
  nowMs: number,
): DriftStep {
  const { inspected, mendsAtMs = [] } = objects.get(nameOf(touched.object)) ?? {};
  return decideDrift({ touched, inspected, mendsAtMs, policy, nowMs });
}

export function noteFinding(
  drift: ReleaseDrift,
  { object, mark }: TouchedObject,
  finding: DriftFinding,
  nowMs: number,
) {
  const known = ensureObject(drift, object);
  const calm = finding.kind === 'same' ? (known.inspected?.calm ?? 0) + 1 : 0;
  known.inspected = { mark, finding, inspectedAtMs: nowMs, calm };
  if (finding.kind !== 'same') known.found = { finding, atMs: nowMs };
}

/** Counted before it is known how it ends: one that cannot be put back is not tried without end. */
export function noteMend(drift: ReleaseDrift, object: ObjectName, nowMs: number): void {
  const known = ensureObject(drift, object);
  known.mendsAtMs = [...known.mendsAtMs, nowMs].slice(-20);
}

export function noteMended(drift: ReleaseDrift, object: ObjectName): void {
  const known = ensureObject(drift, object);
  if (known.inspected !== undefined) known.inspected = { ...known.inspected, finding: { kind: 'same' }, calm: 0 };
}

/** Lists what is to be told of a release: what is not as Helm applied it, and what was put back. */
export function listDrift(
  { objects }: ReleaseDrift,
  policy: DriftPolicy,
  nowMs: number,
): ReadonlyMap<string, ReleaseDriftStatus | undefined> {
  return new Map([...objects].map(([name, object]) => [name, describe(name, object, policy, nowMs)]));
}

function describe(
  name: string,
  { inspected, found, mendsAtMs }: ObjectDrift,
  policy: DriftPolicy,
  nowMs: number,
): ReleaseDriftStatus | undefined {
  if (found === undefined) return undefined;
  const { finding, atMs } = found;
  const isThere = inspected !== undefined && inspected.finding.kind !== 'same';
  const mendedAtMs = mendsAtMs.at(-1);
  if (!isThere && mendedAtMs === undefined) return undefined;
  const state = !isThere ? 'mended' : isToBeMended({ inspected, policy, mendsAtMs, nowMs }) ? 'mending' : 'left';
  return {
    object: name,
    change: finding.kind,
    ...(finding.kind === 'changed' && { fields: cutList(finding.fields), by: cutList(finding.by) }),
    state,
    at: new Date(state === 'mended' && mendedAtMs !== undefined ? mendedAtMs : atMs).toISOString(),
  };
}

/** A status has to stay far from what etcd takes, whatever somebody wrote. */
const mostNames = 20;
const longestName = 200;

function cutList(names: readonly string[]): string[] {
  return names.slice(0, mostNames).map((name) => name.slice(0, longestName));
}

function ensureObject({ objects }: ReleaseDrift, object: ObjectName): ObjectDrift {
  const known = objects.get(nameOf(object)) ?? { mendsAtMs: [] };
  objects.set(nameOf(object), known);
  return known;
}
