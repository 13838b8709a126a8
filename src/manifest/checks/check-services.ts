import type { Report } from '../document/document.ts';
import type { Problem } from '../document/problem.ts';
import { suggestName } from '../document/suggest-name.ts';
import {
  findDependency,
  listDependencies,
  listDependencyNames,
  listReleases,
  type ResolvedRelease,
  type ResolvedService,
} from '../resolve/resolved-service.ts';
import { mostReleases } from '../schema/manifest.ts';
import { checkReadyRules } from './check-ready-rules.ts';
import { checkReferences } from './check-references.ts';
import { checkUrl } from './check-url.ts';
import { findCycles } from './find-cycles.ts';

/** Checks what no type can: that names lead somewhere, that nothing waits for itself, and that references can be filled in. */
export function checkServices(services: readonly ResolvedService[], report: Report): readonly Problem[] {
  const releases = listReleases(services);
  if (releases.length > mostReleases) return [tooMany(releases.length, report)];
  return [
    ...services.flatMap((service) => checkUrl(service, services, report)),
    ...releases.flatMap((release) => checkDependencies(release, services, report)),
    ...releases.flatMap((release) => checkReferences(release, services, report)),
    ...releases.flatMap((release) => checkReadyRules(release, report)),
    ...checkCycles(releases, services, report),
  ];
}

function checkDependencies(
  release: ResolvedRelease,
  services: readonly ResolvedService[],
  report: Report,
): readonly Problem[] {
  return (release.dependencies ?? []).flatMap(({ name }, index) => {
    if (findDependency(services, release, name) !== undefined) return [];
    return report({
      path: [...release.path, 'dependencies', index, 'name'],
      message: `${release.id} depends on "${name}", which is neither a release of "${release.service}" nor a service.`,
      hint: suggestName(name, listDependencyNames(services, release)),
    });
  });
}

function checkCycles(
  releases: readonly ResolvedRelease[],
  services: readonly ResolvedService[],
  report: Report,
): readonly Problem[] {
  const byId = new Map(releases.map((release) => [release.id, release]));
  const edges = new Map(releases.map((release) => [release.id, listDependencies(services, release)]));
  const graph = new Map([...edges].map(([id, others]) => [id, others.map(({ release }) => release.id)]));
  return findCycles(graph).map((cycle) => {
    const [first = '', second = ''] = cycle;
    const index = edges.get(first)?.find(({ release }) => release.id === second)?.index ?? 0;
    return report({
      path: [...(byId.get(first)?.path ?? []), 'dependencies', index, 'name'],
      message: `These wait for each other: ${cycle.join(' → ')}.`,
      hint: 'Remove one of these dependencies: nothing in the circle could ever start.',
    });
  });
}

function tooMany(count: number, report: Report): Problem {
  return report({
    path: ['services'],
    at: 'key',
    message: `There are ${count} releases to deploy; at most ${mostReleases} are accepted.`,
    hint: 'Leave out what a preview can do without, or let services run in a shared environment.',
  });
}
