import { z } from 'zod';
import type { RawObject } from '../raw-object.ts';
import { Metadata, ObjectCondition } from './metadata.ts';

/** An object of a kind that is not Kubernetes' own. Of its state only what is a custom of all kinds is known beforehand. */
export interface CustomObject {
  readonly kind: string;
  readonly metadata: Metadata;
  readonly observedGeneration: number | undefined;
  readonly conditions: readonly CustomCondition[];
  /** All that it holds, for rules to ask about. */
  readonly raw: RawObject;
}

export type CustomCondition = Readonly<z.output<typeof CustomCondition>>;
const CustomCondition = ObjectCondition.extend({ observedGeneration: z.number().optional().catch(undefined) });

export function parseCustomObject(kind: string, object: RawObject): CustomObject {
  const { observedGeneration, conditions } = Status.parse(object.status ?? {});
  return {
    kind,
    metadata: Metadata.parse(object.metadata),
    observedGeneration,
    conditions: conditions.flatMap((condition) => CustomCondition.safeParse(condition).data ?? []),
    // Who wrote which field is the larger part of many an object.
    raw: { ...object, metadata: { ...object.metadata, managedFields: undefined } },
  };
}

/** Their authors are many: what is not as it is usually is taken for left out. Some write the generation as a text. */
const Status = z
  .object({
    observedGeneration: z.coerce.number().int().optional().catch(undefined),
    conditions: z.array(z.unknown()).default([]).catch([]),
  })
  .catch({ observedGeneration: undefined, conditions: [] });
