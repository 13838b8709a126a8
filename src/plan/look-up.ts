import { parseTemplate } from '../manifest/references/parse-template.ts';
import type { Reference } from '../manifest/references/reference.ts';
import { renderTemplate, type Scalar } from '../manifest/references/render-template.ts';
import {
  findDependency,
  listReleases,
  type ResolvedRelease,
  type ResolvedService,
} from '../manifest/resolve/resolved-service.ts';
import type { Profile } from '../profile/profile.ts';
import { readFact, type Facts } from './facts.ts';
import type { ObjectSource, OutputSource } from './plan.ts';
import { renderHost } from './render-names.ts';

/** Everything that the references of one environment are looked up in. */
export interface Surroundings {
  readonly services: readonly ResolvedService[];
  readonly profile: Profile;
  readonly facts: Facts;
  readonly namespace: string;
}

/** What a reference leads to. */
export type Found =
  | { readonly kind: 'known'; readonly value: Scalar }
  /** An output, which will be there once something else runs. */
  | { readonly kind: 'later'; readonly key: string; readonly sources: readonly OutputSource[] }
  /** Nothing: the shared environment in which the service runs does not offer this. */
  | {
      readonly kind: 'notShared';
      readonly service: string;
      readonly environment: string;
      readonly offered: readonly string[];
    };

/** Looks up a reference in the values of a release. It has passed the checks of the manifest. */
export function lookUp(reference: Reference, release: ResolvedRelease, around: Surroundings): Found {
  switch (reference.kind) {
    case 'fact':
      return known(lookUpFact(reference, around));
    case 'service':
      if (reference.key === 'name') return known(release.service);
      return lookUpAddress(release.service, reference.key, around);
    case 'address':
      return lookUpAddress(reference.name, reference.key, around);
    case 'output':
      return lookUpOutput(reference, release, around);
  }
}

/** Renders the address of a service that is deployed here. */
export function renderUrl(service: ResolvedService, around: Surroundings): string {
  const parsed = parseTemplate(service.url ?? 'https://<< service.host >>');
  if (parsed.kind === 'broken') throw new Error(`rendering the address of "${service.name}": ${parsed.message}`);
  const url = renderTemplate(parsed.template, (reference) => {
    if (reference.kind === 'fact') return lookUpFact(reference, around);
    if (reference.kind === 'service' && reference.key === 'name') return service.name;
    return renderHost(around.profile, around.facts, reference.kind === 'address' ? reference.name : service.name);
  });
  return String(url);
}

function lookUpFact(
  reference: Extract<Reference, { kind: 'fact' }>,
  { facts, profile, namespace }: Surroundings,
): Scalar {
  return readFact(facts, { profile: profile.label, namespace }, reference);
}

function lookUpAddress(name: string, key: 'host' | 'url', around: Surroundings): Found {
  const service = findService(name, around);
  if (service.implementation.kind !== 'releases') return lookUpElsewhere(service, key, around);
  return known(key === 'host' ? renderHost(around.profile, around.facts, name) : renderUrl(service, around));
}

function lookUpOutput(
  { name, key }: Extract<Reference, { kind: 'output' }>,
  release: ResolvedRelease,
  around: Surroundings,
): Found {
  const dependency = findDependency(around.services, release, name);
  if (dependency?.kind === 'release') return { kind: 'later', key, sources: toSources(dependency.release.outputsFrom) };
  const service = findService(name, around);
  if (service.implementation.kind !== 'releases') return lookUpElsewhere(service, key, around);
  const declared = listReleases([service]).flatMap(({ outputsFrom }) => outputsFrom ?? []);
  return { kind: 'later', key, sources: toSources(declared.filter(({ isExternal }) => isExternal)) };
}

/** What runs elsewhere offers its host and its address as outputs like any other. */
function lookUpElsewhere({ name, implementation }: ResolvedService, key: string, { profile }: Surroundings): Found {
  if (implementation.kind === 'pullRequest') {
    const { repository, number } = implementation;
    return { kind: 'later', key, sources: [{ kind: 'pullRequest', repository, number, service: name }] };
  }
  const offered = new Map(Object.entries(profile.shared.outputs[name] ?? {}));
  const value = offered.get(key);
  if (value !== undefined) return known(value);
  return {
    kind: 'notShared',
    service: name,
    environment: profile.shared.environment ?? '',
    offered: [...offered.keys()],
  };
}

function findService(name: string, { services }: Surroundings): ResolvedService {
  const service = services.find((other) => other.name === name);
  if (service === undefined) throw new Error(`looking up "${name}": no such service`); // the checks let none through
  return service;
}

function known(value: Scalar): Found {
  return { kind: 'known', value };
}

function toSources(declared: readonly ObjectSource[] = []): readonly ObjectSource[] {
  return declared.map(({ kind, name }) => ({ kind, name }));
}
