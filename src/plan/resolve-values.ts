import type { Values } from '../manifest/schema/release.ts';
import { setValue } from './plan-values.ts';
import type { Binding, OutputSource, PlannedRelease, UsedOutput } from './plan.ts';

/** What outputs hold at the moment, by source (`identifySource`) and key. */
export type Outputs = ReadonlyMap<string, Readonly<Record<string, string>>>;

export type ResolvedValues =
  | { readonly kind: 'values'; readonly values: Values; readonly outputs: Readonly<Record<string, string>> }
  /** Outputs that are not there yet, or empty: the release cannot start. */
  | { readonly kind: 'waiting'; readonly missing: readonly UsedOutput[] };

/**
 * Writes the outputs that a release uses into its values, at the last moment before Helm runs. What an output holds is
 * text and stays text: it is not read as a reference, as YAML or as anything else.
 */
export function resolveValues(
  { values, bindings }: Pick<PlannedRelease, 'values' | 'bindings'>,
  outputs: Outputs,
): ResolvedValues {
  const used = bindings.flatMap(({ parts }) => parts.filter((part) => typeof part !== 'string'));
  const missing = used.filter((output) => findOutput(output, outputs) === undefined);
  if (missing.length > 0) return { kind: 'waiting', missing };
  const filled = structuredClone(values);
  for (const binding of bindings) fill(filled, binding, outputs);
  const found = used.map((output) => [output.reference, findOutput(output, outputs) ?? ''] as const);
  return { kind: 'values', values: filled, outputs: Object.fromEntries(found) };
}

/** Names a source in one text, to be looked up by. */
export function identifySource(source: OutputSource): string {
  if (source.kind === 'pullRequest') return `${source.repository}#${source.number}/${source.service}`;
  return `${source.kind}/${source.name}`;
}

function findOutput({ key, sources }: UsedOutput, outputs: Outputs): string | undefined {
  return sources
    .map((source) => outputs.get(identifySource(source)))
    .map((values) => (values !== undefined && Object.hasOwn(values, key) ? values[key] : undefined))
    .find((value) => value !== undefined && value !== '');
}

function fill(values: Values, { path, parts }: Binding, outputs: Outputs): void {
  const text = parts.map((part) => (typeof part === 'string' ? part : (findOutput(part, outputs) ?? ''))).join('');
  setValue(values, path, text);
}
