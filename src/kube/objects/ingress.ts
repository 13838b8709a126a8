import { z } from 'zod';
import { Metadata } from './metadata.ts';

export type Ingress = Readonly<z.output<typeof Ingress>>;
export const Ingress = z.object({ kind: z.literal('Ingress'), metadata: Metadata });
