import { checkShape } from './document/check-shape.ts';
import { createProblem, hasPath, type Document } from './document/document.ts';
import type { Path, Problem } from './document/problem.ts';
import { suggestName } from './document/suggest-name.ts';
import { MergedManifest } from './manifest.ts';
import { mergeOverlay } from './merge-overlay.ts';
import type { Releases } from './release.ts';
import type { ResolvedImplementation, ResolvedRelease, ResolvedService } from './resolved-service.ts';
import type { Service } from './service.ts';
import type { z } from 'zod';

/** What decides which part of a manifest counts. */
export interface Selection {
  /** The label, if the manifest is read for one. */
  readonly profile: string | undefined;
  /** Implementations chosen on the pull request, by service; they go before `use`. */
  readonly uses: Readonly<Record<string, string>>;
}

/** Says where in the file a value of the merged manifest comes from. */
export type Report = (said: { path: Path; at?: 'key' | 'value'; message: string; hint: string }) => Problem;

export type ResolvedServices =
  | { readonly kind: 'services'; readonly services: readonly ResolvedService[]; readonly report: Report }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** Merges the part of the profile over the manifest and settles on one implementation for each service. */
export function resolveServices(document: Document, { profile, uses }: Selection): ResolvedServices {
  const { profiles, ...base } = document.value as Record<string, unknown> & { profiles?: Record<string, unknown> };
  const report = createReport(document, profile);
  const merged = mergeOverlay(base, (profile === undefined ? undefined : profiles?.[profile]) ?? {});
  const shaped = checkShape({ type: MergedManifest, value: merged, report });
  if (shaped.kind === 'problems') return shaped;
  const selected = Object.entries(shaped.value.services).map(([name, service]) => ({
    name,
    service,
    implementation: selectImplementation({
      name,
      service,
      chosen: Object.hasOwn(uses, name) ? uses[name] : undefined,
      report,
    }),
  }));
  const problems = [
    ...checkUses(uses, Object.keys(shaped.value.services), report),
    ...selected.flatMap(({ implementation }) => ('message' in implementation ? [implementation] : [])),
  ];
  if (problems.length > 0) return { kind: 'problems', problems };
  const services = selected.flatMap(({ name, service, implementation }) =>
    'message' in implementation ? [] : [toResolvedService(name, service, implementation)],
  );
  return { kind: 'services', services, report };
}

/** Reports where the profile's part says something, or else where the rest of the manifest does. */
function createReport(document: Document, profile: string | undefined): Report {
  const candidates = (path: Path): Path[] => (profile === undefined ? [path] : [['profiles', profile, ...path], path]);
  return ({ path, ...said }) => {
    for (let length = path.length; length > 0; length -= 1) {
      const written = candidates(path.slice(0, length)).find((candidate) => hasPath(document, candidate));
      if (written === undefined) continue;
      const offset = written.length - length;
      return createProblem(document, { path: [...written.slice(0, offset), ...path], ...said });
    }
    return createProblem(document, { path, ...said });
  };
}

/** Whoever writes a choice on a pull request may mistype a service as well. */
function checkUses(uses: Selection['uses'], services: readonly string[], report: Report): readonly Problem[] {
  return Object.entries(uses)
    .filter(([name]) => !services.includes(name))
    .map(([name, use]) => {
      const message = `The pull request asks for "${use}" as the implementation of "${name}", and there is no such service.`;
      return report({ path: ['services'], at: 'key', message, hint: suggestName(name, services) });
    });
}

type SelectionOf = { name: string; service: Service; chosen: string | undefined; report: Report };

function selectImplementation({ name, service, chosen, report }: SelectionOf): ResolvedImplementation | Problem {
  const path = ['services', name];
  const names = listImplementations(service);
  if (names.length === 0) {
    return report({
      path,
      at: 'key',
      message: `The service "${name}" has nothing to deploy.`,
      hint: 'Give it "releases", or "implementations" to choose from.',
    });
  }
  const use = chosen ?? service.use ?? (names.includes('own') || names.length === 1 ? names[0] : undefined);
  if (use === undefined) {
    return report({
      path,
      at: 'key',
      message: `The service "${name}" has several implementations, and nothing says which one to use.`,
      hint: `Add "use" with one of them: ${names.map((other) => `"${other}"`).join(', ')}.`,
    });
  }
  if (names.includes(use)) return resolveImplementation(name, service, use);
  return report({
    path: [...path, 'use'],
    message: `The service "${name}" has no implementation "${use}".`,
    hint: suggestName(use, names),
  });
}

/** The releases of the service itself are the implementation `own`. */
function listImplementations(service: Service): readonly string[] {
  return [...(service.releases === undefined ? [] : ['own']), ...Object.keys(service.implementations ?? {})];
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

function toResolvedService(name: string, service: Service, implementation: ResolvedImplementation): ResolvedService {
  const { paths, url, ready } = service;
  return { name, path: ['services', name], paths, url, ready, implementation };
}
