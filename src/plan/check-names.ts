import type { Report } from '../manifest/document/document.ts';
import type { Problem } from '../manifest/document/problem.ts';
import { listReleases, type ResolvedService } from '../manifest/resolve/resolved-service.ts';
import type { Surroundings } from './look-up.ts';
import { longestHelmRelease, longestHost, shortenName, toDnsName } from './names.ts';
import { renderHost } from './render-names.ts';

/** Checks that names made from those in the manifest are not too long, and that no two are the same. */
export function checkNames(around: Surroundings, report: Report): readonly Problem[] {
  return [...checkHelmReleases(around, report), ...checkHosts(around, report)];
}

/**
 * Names a release for Helm as its author named it, so that what a chart derives from it (`postgres`, `redis-outputs`) is
 * what the author expects. All releases of an environment share a namespace: the name has to be the only one of its kind.
 */
export function toHelmRelease(release: string): string {
  return shortenName(toDnsName(release), longestHelmRelease);
}

function checkHelmReleases({ services }: Surroundings, report: Report): readonly Problem[] {
  const owners = new Map<string, string>();
  return listReleases(services).flatMap(({ id, name, service, path }) => {
    const helmRelease = toHelmRelease(name);
    const owner = owners.get(helmRelease);
    owners.set(helmRelease, owner ?? id);
    if (owner === undefined) return [];
    const message = `${owner} and ${id} would both be the Helm release "${helmRelease}" in the namespace that they share.`;
    return [
      report({ path, at: 'key', message, hint: `Give one of them another name, for example "${service}-${name}".` }),
    ];
  });
}

function checkHosts({ services, profile, facts }: Surroundings, report: Report): readonly Problem[] {
  const owners = new Map<string, string>();
  return services.filter(isReachedHere).flatMap(({ name, path }) => {
    const host = renderHost(profile, facts, name);
    const owner = owners.get(host);
    owners.set(host, owner ?? name);
    if (host.length > longestHost) {
      const message = `The host of "${name}" would have ${host.length} characters; DNS allows ${longestHost}.`;
      return [
        report({
          path,
          at: 'key',
          message,
          hint: 'Give the service a shorter name, or ask the operator for a shorter host.',
        }),
      ];
    }
    if (owner === undefined) return [];
    const message = `"${owner}" and "${name}" would both be reached at ${host}.`;
    const hint =
      'Give only one of them a "url", or ask the operator to put << service.name >> into the host of the profile.';
    return [report({ path: [...path, 'url'], message, hint })];
  });
}

function isReachedHere({ url, implementation }: ResolvedService): boolean {
  return url !== undefined && implementation.kind === 'releases';
}
