import { z } from 'zod';
import { Metadata } from './metadata.ts';

export type Service = Readonly<z.output<typeof Service>>;
export const Service = z.object({
  kind: z.literal('Service'),
  metadata: Metadata,
  spec: z.object({ type: z.string().default('ClusterIP') }).prefault({}),
  status: z.object({ loadBalancer: z.object({ ingress: z.array(z.unknown()).nullish() }).prefault({}) }).prefault({}),
});
