import { z } from 'zod';
import { Count } from './count.ts';
import { Conditions, Metadata } from './metadata.ts';

export type Job = Readonly<z.output<typeof Job>>;
export const Job = z.object({
  kind: z.literal('Job'),
  metadata: Metadata,
  spec: z
    .object({
      suspend: z.boolean().default(false),
      completions: z.number().nullish(),
      parallelism: z.number().nullish(),
      backoffLimit: z.number().default(6),
    })
    .prefault({}),
  status: z.object({ conditions: Conditions, active: Count, succeeded: Count, failed: Count }).prefault({}),
});
