import type { z } from 'zod';
import type { Remark, Report } from '../document/document.ts';
import type { Path, Problem } from '../document/problem.ts';
import { suggestName } from '../document/suggest-name.ts';
import type { Releases } from '../schema/release.ts';
import type { Service } from '../schema/service.ts';
import type { ResolvedImplementation, ResolvedRelease, ResolvedService } from './resolved-service.ts';

interface Candidate {
  readonly name: string;
  readonly service: Service;
  /** What the pull request asks for. */
  readonly chosen: string | undefined;
  readonly report: Report;
}

export interface Settled {
  readonly service: ResolvedService;
  readonly problem?: Problem;
}

/** Settles on one implementation of a service: the one chosen on the pull request, or `use`, or the only one, or its own. */
export function selectImplementation(candidate: Candidate): Settled {
  const { name, service, chosen, report } = candidate;
  const names = listImplementations(service);
  const use = chosen ?? service.use ?? (names.includes('own') || names.length === 1 ? names[0] : undefined);
  if (use !== undefined && names.includes(use)) return settle(candidate, resolveImplementation(name, service, use));
  const elsewhere = { kind: 'environment', name: '', environment: '' } as const;
  return { ...settle(candidate, elsewhere), problem: report(describeUnsettled(name, names, use)) };
}

/** The releases of the service itself are the implementation `own`. */
function listImplementations(service: Service): readonly string[] {
  const own = Object.keys(service.releases ?? {}).length > 0 ? ['own'] : [];
  return [...own, ...Object.keys(service.implementations ?? {})];
}

function resolveImplementation(
  service: string,
  { releases, implementations }: Service,
  use: string,
): ResolvedImplementation {
  const path = ['services', service];
  if (use === 'own') {
    return { kind: 'releases', name: use, releases: resolveReleases(service, releases ?? {}, [...path, 'releases']) };
  }
  const chosen = implementations?.[use] ?? { releases: {} };
  if ('environment' in chosen) return { kind: 'environment', name: use, environment: chosen.environment };
  if ('pullRequest' in chosen) return { kind: 'pullRequest', name: use, ...chosen.pullRequest };
  const inner = [...path, 'implementations', use, 'releases'];
  return { kind: 'releases', name: use, releases: resolveReleases(service, chosen.releases, inner) };
}

function resolveReleases(service: string, releases: z.output<typeof Releases>, path: Path): readonly ResolvedRelease[] {
  return Object.entries(releases).map(([name, release]) => ({
    ...release,
    id: `${service}/${name}`,
    service,
    name,
    path: [...path, name],
  }));
}

function settle({ name, service }: Candidate, implementation: ResolvedImplementation): Settled {
  const { paths, url, ready } = service;
  return { service: { name, path: ['services', name], paths, url, ready, implementation } };
}

function describeUnsettled(name: string, names: readonly string[], use: string | undefined): Remark {
  const path = ['services', name];
  if (names.length === 0) {
    const message = `The service "${name}" has nothing to deploy.`;
    return { path, at: 'key', message, hint: 'Give it "releases", or "implementations" to choose from.' };
  }
  if (use === undefined) {
    const message = `The service "${name}" has several implementations, and nothing says which one to use.`;
    const hint = `Add "use" with one of them: ${names.map((other) => `"${other}"`).join(', ')}.`;
    return { path, at: 'key', message, hint };
  }
  const message = `The service "${name}" has no implementation "${use}".`;
  return { path: [...path, 'use'], message, hint: suggestName(use, names) };
}
