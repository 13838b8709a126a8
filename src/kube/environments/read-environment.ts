import { z } from 'zod';
import { EnvironmentSpec, EnvironmentStatus, type Environment } from '../../environment/environment.ts';
import type { Logger } from '../../logger.ts';
import type { RawObject } from '../raw-object.ts';

/**
 * Reads an object as the environment that it is. What of its status an older or a newer berth wrote in a way of its own is left
 * out, field by field: where the namespace is must not be lost with the rest. `undefined` where it cannot be told what is wanted.
 */
export function readEnvironment({ metadata, spec, status }: RawObject, log: Logger): Environment | undefined {
  const wanted = EnvironmentSpec.safeParse(spec);
  if (!wanted.success) {
    log.error({ key: metadata.name, err: wanted.error }, 'leaving out an environment whose spec cannot be read');
    return undefined;
  }
  return {
    name: metadata.name,
    uid: metadata.uid ?? '',
    resourceVersion: metadata.resourceVersion,
    generation: metadata.generation ?? 0,
    createdAt: metadata.creationTimestamp ?? new Date(0).toISOString(),
    isBeingDeleted: metadata.deletionTimestamp !== undefined,
    spec: wanted.data,
    status: readStatus(metadata.name, status, log),
  };
}

const Fields = z.record(z.string(), z.unknown());

function readStatus(name: string, status: unknown, log: Logger): EnvironmentStatus {
  const whole = EnvironmentStatus.safeParse(status ?? {});
  if (whole.success) return whole.data;
  log.warn({ key: name, err: whole.error }, 'leaving out of a status what cannot be read');
  const fields = Fields.safeParse(status);
  const readable = Object.entries(fields.success ? fields.data : {}).filter(([field, value]) =>
    isReadable(field, value),
  );
  return EnvironmentStatus.parse(Object.fromEntries(readable));
}

function isReadable(field: string, value: unknown): boolean {
  const schemas: Readonly<Record<string, z.ZodType>> = EnvironmentStatus.shape;
  return schemas[field]?.safeParse(value).success ?? false;
}
