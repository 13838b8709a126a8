/** A release with what it took by itself. */
export interface TimedRelease {
  readonly name: string;
  readonly dependencies: readonly string[];
  /** From the start of Helm until it was ready. */
  readonly tookMs: number;
}

export interface CriticalPath {
  /** What the graph takes where nothing is ever lost between one release and the next. */
  readonly tookMs: number;
  /** From the first to the last. */
  readonly names: readonly string[];
}

/** Determines the chain of releases that takes longest: no scheduler ends earlier than it. The graph holds no cycle. */
export function determineCriticalPath(releases: readonly TimedRelease[]): CriticalPath {
  const byName = new Map(releases.map((release) => [release.name, release]));
  const known = new Map<string, CriticalPath>();
  const determine = (release: TimedRelease): CriticalPath => {
    const before = known.get(release.name);
    if (before !== undefined) return before;
    const longest = pickLongest(release.dependencies.flatMap((name) => byName.get(name) ?? []).map(determine));
    const path = { tookMs: longest.tookMs + release.tookMs, names: [...longest.names, release.name] };
    known.set(release.name, path);
    return path;
  };
  return pickLongest(releases.map(determine));
}

function pickLongest(paths: readonly CriticalPath[]): CriticalPath {
  return paths.reduce((longest, path) => (path.tookMs > longest.tookMs ? path : longest), { tookMs: 0, names: [] });
}
