import type { Schema } from './description.ts';

/** Addresses of a deployment status that GitHub declares as URIs and answers with `""` where nobody gave one. */
const maybeEmptyAddresses = new Set(['target_url', 'log_url', 'environment_url']);

/**
 * GitHub's description as a validator can take it: `nullable` without a `type` (which means nothing in OpenAPI 3.0)
 * becomes a choice with null, a choice by enum admits null where it is nullable, addresses that may be empty are, and an
 * account that would have to be a user and an enterprise at once (in one list of installations) is either. And the head
 * of a pull request has no repository once its fork is deleted, which the description knows in some places only.
 */
export function repair<T>(value: T): T {
  if (Array.isArray(value)) return value.map((each: unknown) => repair(each)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const repaired = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, repairEntry(key, each)]));
  return admitNull(repaired) as T;
}

function repairEntry(key: string, value: unknown): unknown {
  const repaired = repair(value);
  if (key === 'head') return admitDeletedFork(repaired as Schema);
  const isAddress = maybeEmptyAddresses.has(key) && (repaired as Schema | null)?.['format'] === 'uri';
  return isAddress ? { anyOf: [repaired, { const: '' }] } : repaired;
}

function admitDeletedFork(head: Schema): Schema {
  const properties = head['properties'] as Readonly<Record<string, Schema>> | undefined;
  const repo = properties?.['repo'];
  if (!properties?.['label'] || !repo) return head;
  return { ...head, properties: { ...properties, repo: { anyOf: [repo, { type: 'null' }] } } };
}

function admitNull(schema: Schema): Schema {
  if (schema['nullable'] !== true) return schema;
  if ('type' in schema && !('enum' in schema)) return schema;
  const rest = Object.fromEntries(Object.entries(schema).filter(([key]) => key !== 'nullable'));
  const either = Array.isArray(rest['allOf']) ? (rest['allOf'] as Schema[]) : [rest];
  return { anyOf: [...either, { type: 'null' }] };
}
