import { z } from 'zod';
import { Count } from './count.ts';
import { Conditions, Metadata } from './metadata.ts';

export type Deployment = Readonly<z.output<typeof Deployment>>;
export const Deployment = z.object({
  kind: z.literal('Deployment'),
  metadata: Metadata,
  spec: z.object({ replicas: z.number().default(1), paused: z.boolean().default(false) }).prefault({}),
  status: z
    .object({
      observedGeneration: Count,
      conditions: Conditions,
      replicas: Count,
      updatedReplicas: Count,
      readyReplicas: Count,
      availableReplicas: Count,
    })
    .prefault({}),
});
