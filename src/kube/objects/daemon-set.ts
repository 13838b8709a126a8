import { z } from 'zod';
import { Count } from './count.ts';
import { Conditions, Metadata } from './metadata.ts';

export type DaemonSet = Readonly<z.output<typeof DaemonSet>>;
export const DaemonSet = z.object({
  kind: z.literal('DaemonSet'),
  metadata: Metadata,
  spec: z.object({ updateStrategy: z.object({ type: z.string().default('RollingUpdate') }).prefault({}) }).prefault({}),
  status: z
    .object({
      observedGeneration: Count,
      conditions: Conditions,
      desiredNumberScheduled: Count,
      currentNumberScheduled: Count,
      updatedNumberScheduled: Count,
      numberReady: Count,
      numberAvailable: Count,
    })
    .prefault({}),
});
