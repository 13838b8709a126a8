import { z } from 'zod';
import { Count } from './count.ts';
import { Conditions, Metadata } from './metadata.ts';

export type ReplicaSet = Readonly<z.output<typeof ReplicaSet>>;
export const ReplicaSet = z.object({
  kind: z.literal('ReplicaSet'),
  metadata: Metadata,
  spec: z.object({ replicas: z.number().default(1) }).prefault({}),
  status: z
    .object({
      observedGeneration: Count,
      conditions: Conditions,
      replicas: Count,
      readyReplicas: Count,
      availableReplicas: Count,
    })
    .prefault({}),
});
