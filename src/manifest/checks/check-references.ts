import type { Report } from '../document/document.ts';
import type { Path, Problem } from '../document/problem.ts';
import { suggestName } from '../document/suggest-name.ts';
import { listTemplates } from '../references/list-templates.ts';
import { renderReference, type Reference } from '../references/reference.ts';
import {
  findDependency,
  listDependencyNames,
  listReleases,
  type ResolvedRelease,
  type ResolvedService,
} from '../resolve/resolved-service.ts';

/** Checks every reference in the values of a release: that it can be read, and that it leads to something it may use. */
export function checkReferences(
  release: ResolvedRelease,
  services: readonly ResolvedService[],
  report: Report,
): readonly Problem[] {
  return listTemplates(release.values ?? {}, [...release.path, 'values']).flatMap(({ path, parsed }) => {
    if (parsed.kind === 'broken') return [report({ path, message: parsed.message, hint: parsed.hint })];
    const references = parsed.template.filter((part) => typeof part !== 'string');
    return references.flatMap((reference) => checkReference({ reference, path, release, services, report }));
  });
}

interface Place {
  readonly reference: Reference;
  readonly path: Path;
  readonly release: ResolvedRelease;
  readonly services: readonly ResolvedService[];
  readonly report: Report;
}

function checkReference(place: Place): readonly Problem[] {
  const { reference, services, path, report } = place;
  switch (reference.kind) {
    case 'fact':
    case 'service':
      return [];
    case 'address':
      return checkAddress({ reference, services, path, report });
    case 'output':
      return checkOutput(place, reference);
  }
}

/** Checks that `NAME.host` or `NAME.url` names a service. */
export function checkAddress({ reference, services, path, report }: Omit<Place, 'release'>): readonly Problem[] {
  if (reference.kind !== 'address' || services.some(({ name }) => name === reference.name)) return [];
  const known = services.map(({ name }) => name);
  const message = `${renderReference(reference)} needs a service "${reference.name}", and there is none.`;
  return [report({ path, message, hint: suggestName(reference.name, known) })];
}

function checkOutput(
  { path, release, services, report }: Place,
  reference: Extract<Reference, { kind: 'output' }>,
): readonly Problem[] {
  const { name } = reference;
  const written = renderReference(reference);
  const dependency = findDependency(services, release, name);
  if (!release.dependencies?.some((declared) => declared.name === name)) {
    const message = `${written} uses an output of "${name}", which ${release.id} does not depend on.`;
    const hint = dependency ? addDependency(name) : suggestName(name, listDependencyNames(services, release));
    return [report({ path, message, hint })];
  }
  if (dependency === undefined) return []; // told at the dependency itself
  const offer = dependency.kind === 'release' ? offersInside(dependency.release) : offersOutside(dependency.service);
  if (offer.kind === 'offered') return [];
  return [report({ path, message: `${written}: ${offer.message}`, hint: offer.hint })];
}

function addDependency(name: string): string {
  return `Add "- name: ${name}" to the dependencies, so that it is ready before its outputs are read.`;
}

type Offer =
  { readonly kind: 'offered' } | { readonly kind: 'missing'; readonly message: string; readonly hint: string };

function offersInside(release: ResolvedRelease): Offer {
  if ((release.outputsFrom ?? []).length > 0) return { kind: 'offered' };
  return {
    kind: 'missing',
    message: `${release.id} declares no outputs.`,
    hint: `Add "outputsFrom" to ${release.id}, with the Secret or ConfigMap that holds the key.`,
  };
}

function offersOutside(service: ResolvedService): Offer {
  if (service.implementation.kind !== 'releases') return { kind: 'offered' };
  const sources = listReleases([service]).flatMap(({ outputsFrom }) => outputsFrom ?? []);
  if (sources.some(({ isExternal }) => isExternal)) return { kind: 'offered' };
  return {
    kind: 'missing',
    message: `the service "${service.name}" has no outputs that other services may read.`,
    hint: `Add "scope: external" to the "outputsFrom" of ${service.name} that holds the key.`,
  };
}
