import { z } from 'zod';
import { Count } from './count.ts';
import { Conditions, Metadata } from './metadata.ts';

export type StatefulSet = Readonly<z.output<typeof StatefulSet>>;
export const StatefulSet = z.object({
  kind: z.literal('StatefulSet'),
  metadata: Metadata,
  spec: z
    .object({
      replicas: z.number().default(1),
      updateStrategy: z
        .object({
          type: z.string().default('RollingUpdate'),
          rollingUpdate: z.object({ partition: z.number().default(0) }).nullish(),
        })
        .prefault({}),
    })
    .prefault({}),
  status: z
    .object({
      observedGeneration: Count,
      conditions: Conditions,
      replicas: Count,
      readyReplicas: Count,
      availableReplicas: Count,
      updatedReplicas: Count,
      currentRevision: z.string().default(''),
      updateRevision: z.string().default(''),
    })
    .prefault({}),
});
