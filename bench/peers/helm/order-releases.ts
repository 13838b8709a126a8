import type { BenchGraph, BenchRelease } from '../../graphs/bench-graph.ts';

/** Orders the releases of a graph so that each comes after its dependencies, and otherwise as the graph lists them. */
export function orderReleases({ name, releases }: BenchGraph): readonly BenchRelease[] {
  const byName = new Map(releases.map((release) => [release.name, release]));
  const ordered = new Set<BenchRelease>();
  const visit = (release: BenchRelease, path: readonly string[]): void => {
    if (ordered.has(release)) return;
    if (path.includes(release.name)) throw new Error(`ordering graph "${name}": "${release.name}" depends on itself`);
    for (const dependency of release.dependencies) {
      const found = byName.get(dependency);
      if (found === undefined) throw new Error(`ordering graph "${name}": there is no release "${dependency}"`);
      visit(found, [...path, release.name]);
    }
    ordered.add(release);
  };
  for (const release of releases) visit(release, []);
  return [...ordered];
}
