import type { Path } from '../manifest/document/problem.ts';
import { listTemplates } from '../manifest/references/list-templates.ts';
import type { Template } from '../manifest/references/parse-template.ts';
import { renderReference, type Reference } from '../manifest/references/reference.ts';
import { renderTemplate, type Scalar } from '../manifest/references/render-template.ts';
import type { ResolvedRelease } from '../manifest/resolve/resolved-service.ts';
import type { Values } from '../manifest/schema/release.ts';
import { lookUp, type Found, type Surroundings } from './look-up.ts';
import type { Binding, UsedOutput } from './plan.ts';

export interface PlannedValues {
  readonly values: Values;
  readonly bindings: readonly Binding[];
  /** References to what a shared environment does not offer. */
  readonly missing: readonly Missing[];
}

export interface Missing {
  readonly path: Path;
  readonly reference: Reference;
  readonly found: Extract<Found, { kind: 'notShared' }>;
}

/** Writes into the values of a release what is known beforehand, and keeps apart the texts that need outputs. */
export function planValues(release: ResolvedRelease, around: Surroundings): PlannedValues {
  const values = structuredClone(release.values ?? {});
  const bindings: Binding[] = [];
  const missing: Missing[] = [];
  for (const { path, parsed } of listTemplates(values)) {
    if (parsed.kind === 'broken') throw new Error(`planning the values of "${release.id}": ${parsed.message}`);
    const filled = fillTemplate(parsed.template, (reference) => lookUp(reference, release, around));
    if (filled.kind === 'known') setValue(values, path, filled.value);
    if (filled.kind === 'later') {
      setValue(values, path, null);
      bindings.push({ path, parts: filled.parts });
    }
    if (filled.kind === 'missing') missing.push({ path, reference: filled.reference, found: filled.found });
  }
  return { values, bindings, missing };
}

/** Puts a value in the place of another. The path was read from the same tree. */
export function setValue(values: Values, path: Path, value: unknown): void {
  let around = values as Record<string | number, unknown>;
  for (const segment of path.slice(0, -1)) around = around[segment] as Record<string | number, unknown>;
  around[path.at(-1) ?? ''] = value;
}

type Filled =
  | { readonly kind: 'known'; readonly value: Scalar }
  | { readonly kind: 'later'; readonly parts: readonly (string | UsedOutput)[] }
  | ({ readonly kind: 'missing' } & Omit<Missing, 'path'>);

function fillTemplate(template: Template, find: (reference: Reference) => Found): Filled {
  const later: (string | UsedOutput)[] = [];
  for (const part of template) {
    const found: Found = typeof part === 'string' ? { kind: 'known', value: part } : find(part);
    if (found.kind === 'notShared') return { kind: 'missing', reference: part as Reference, found };
    if (found.kind === 'known') later.push(String(found.value));
    else later.push({ reference: renderReference(part as Reference), key: found.key, sources: found.sources });
  }
  if (later.some((part) => typeof part !== 'string')) return { kind: 'later', parts: later };
  return { kind: 'known', value: renderTemplate(template, (reference) => toScalar(find(reference))) };
}

function toScalar(found: Found): Scalar {
  if (found.kind !== 'known') throw new Error('filling in a reference: not known');
  return found.value;
}
