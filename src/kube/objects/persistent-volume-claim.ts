import { z } from 'zod';
import { Metadata } from './metadata.ts';

export type PersistentVolumeClaim = Readonly<z.output<typeof PersistentVolumeClaim>>;
export const PersistentVolumeClaim = z.object({
  kind: z.literal('PersistentVolumeClaim'),
  metadata: Metadata,
  spec: z.object({ storageClassName: z.string().nullish() }).prefault({}),
  status: z.object({ phase: z.string().default('Pending') }).prefault({}),
});
