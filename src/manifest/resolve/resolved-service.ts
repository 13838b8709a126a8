import type { Path } from '../document/problem.ts';
import type { Release } from '../schema/release.ts';

/** A service with the one implementation that counts for a profile and a pull request. */
export interface ResolvedService {
  readonly name: string;
  readonly path: Path;
  readonly paths: readonly string[] | undefined;
  readonly url: string | undefined;
  readonly ready: string | undefined;
  readonly implementation: ResolvedImplementation;
}

export type ResolvedImplementation =
  /** Deployed here, as releases. */
  | { readonly kind: 'releases'; readonly name: string; readonly releases: readonly ResolvedRelease[] }
  /** Runs in a shared environment. */
  | { readonly kind: 'environment'; readonly name: string; readonly environment: string }
  /** Runs in the environment of another pull request. */
  | { readonly kind: 'pullRequest'; readonly name: string; readonly repository: string; readonly number: number };

export interface ResolvedRelease extends Release {
  /** `service/release`, one of a kind within a manifest. */
  readonly id: string;
  readonly service: string;
  readonly name: string;
  readonly path: Path;
}

export function listReleases(services: readonly ResolvedService[]): readonly ResolvedRelease[] {
  return services.flatMap(({ implementation }) => (implementation.kind === 'releases' ? implementation.releases : []));
}

/** What a release depends on: a release of its own service goes before a service of the same name. */
export type Dependency =
  | { readonly kind: 'release'; readonly release: ResolvedRelease }
  | { readonly kind: 'service'; readonly service: ResolvedService };

export function findDependency(
  services: readonly ResolvedService[],
  release: ResolvedRelease,
  name: string,
): Dependency | undefined {
  const sibling = listReleases(services).find((other) => other.service === release.service && other.name === name);
  if (sibling !== undefined) return { kind: 'release', release: sibling };
  const service = services.find((other) => other.name === name);
  return service && { kind: 'service', service };
}

/** Lists the names that a release may depend on. */
export function listDependencyNames(services: readonly ResolvedService[], release: ResolvedRelease): readonly string[] {
  const siblings = listReleases(services).filter(
    ({ service, name }) => service === release.service && name !== release.name,
  );
  const others = services.filter(({ name }) => name !== release.service);
  return [...new Set([...siblings, ...others].map(({ name }) => name))];
}

/** Lists the releases that must be ready before one may start; what runs elsewhere is not among them. */
export function listDependencies(
  services: readonly ResolvedService[],
  release: ResolvedRelease,
): readonly { readonly release: ResolvedRelease; readonly index: number }[] {
  return (release.dependencies ?? []).flatMap(({ name }, index) => {
    const dependency = findDependency(services, release, name);
    if (dependency === undefined) return [];
    const releases = dependency.kind === 'release' ? [dependency.release] : listReleases([dependency.service]);
    return releases.map((other) => ({ release: other, index }));
  });
}
