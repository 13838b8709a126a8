/** A place in the graph. */
export interface Unordered {
  readonly id: string;
  readonly dependencies: readonly string[];
}

export interface Order {
  readonly dependents: readonly string[];
  /** How long it takes from the start of this release until the last that waits for it is ready. */
  readonly remainingMs: number;
}

/**
 * Orders releases so that each comes after all that it depends on, and of those that could start next the one with the
 * longest way still to go comes first. Between equals the order of the manifest counts. The graph holds no cycle.
 */
export function orderReleases<T extends Unordered>(
  releases: readonly T[],
  estimatesMs: Readonly<Record<string, number>>,
): readonly (T & Order)[] {
  const dependents = new Map(releases.map(({ id }) => [id, [] as string[]]));
  for (const { id, dependencies } of releases) for (const other of dependencies) dependents.get(other)?.push(id);
  const remainingMs = determineRemaining(dependents, estimatesMs);
  const done = new Set<string>();
  const waiting = new Set(releases);
  const ordered: (T & Order)[] = [];
  while (waiting.size > 0) {
    const next = findNext(waiting, done, remainingMs);
    waiting.delete(next);
    done.add(next.id);
    const order = { dependents: dependents.get(next.id) ?? [], remainingMs: remainingMs.get(next.id) ?? 0 };
    ordered.push({ ...next, ...order });
  }
  return ordered;
}

/** What a release is taken to need that was never measured: a chart with one image. */
export const defaultEstimateMs = 15_000;

function determineRemaining(
  dependents: ReadonlyMap<string, readonly string[]>,
  estimatesMs: Readonly<Record<string, number>>,
): ReadonlyMap<string, number> {
  const remaining = new Map<string, number>();
  const determine = (id: string): number => {
    const known = remaining.get(id);
    if (known !== undefined) return known;
    const own = (Object.hasOwn(estimatesMs, id) ? estimatesMs[id] : undefined) ?? defaultEstimateMs;
    const total = own + Math.max(0, ...(dependents.get(id) ?? []).map(determine));
    remaining.set(id, total);
    return total;
  };
  for (const id of dependents.keys()) determine(id);
  return remaining;
}

function findNext<T extends Unordered>(
  waiting: ReadonlySet<T>,
  done: ReadonlySet<string>,
  remainingMs: ReadonlyMap<string, number>,
): T {
  const runnable = [...waiting].filter(({ dependencies }) => dependencies.every((id) => done.has(id)));
  const [next] = runnable.toSorted((a, b) => (remainingMs.get(b.id) ?? 0) - (remainingMs.get(a.id) ?? 0));
  if (next === undefined) throw new Error('ordering releases: some wait for each other'); // the checks let none through
  return next;
}
