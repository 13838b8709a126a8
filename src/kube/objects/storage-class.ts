import { z } from 'zod';
import { Metadata } from './metadata.ts';

export type StorageClass = Readonly<z.output<typeof StorageClass>>;
export const StorageClass = z.object({
  kind: z.literal('StorageClass'),
  metadata: Metadata,
  volumeBindingMode: z.string().default('Immediate'),
});
