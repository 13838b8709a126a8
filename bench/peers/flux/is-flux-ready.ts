import { z } from 'zod';
import type { RawObject } from '../../../src/kube/raw-object.ts';

/** Whether Flux says that an object of its own is as it was last asked for. Throws when it says that it will not try again. */
export function isFluxReady(object: RawObject): boolean {
  const { name, generation = 0 } = object.metadata;
  const { observedGeneration, conditions } = Status.parse(object.status ?? {});
  const holds = (type: string) =>
    conditions.some((condition) => condition.type === type && condition.status === 'True');
  if (observedGeneration < generation) return false;
  if (holds('Stalled')) {
    const { message = '' } = conditions.find(({ type }) => type === 'Ready') ?? {};
    throw new Error(`waiting for "${name}" of Flux: ${message}`);
  }
  return holds('Ready');
}

/** How many helm actions a HelmRelease has taken so far: every one of them makes a revision. */
export function readRevision({ status }: Pick<RawObject, 'status'>): number {
  return Status.parse(status ?? {}).history[0]?.version ?? 0;
}

const Status = z.object({
  observedGeneration: z.number().default(0),
  conditions: z.array(z.object({ type: z.string(), status: z.string(), message: z.string().default('') })).default([]),
  history: z.array(z.object({ version: z.number() })).default([]),
});
