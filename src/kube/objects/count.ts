import { z } from 'zod';

/** Kubernetes leaves out a count that is none. */
export const Count = z.number().default(0);
