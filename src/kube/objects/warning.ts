import { z } from 'zod';
import { Metadata } from './metadata.ts';

/** A warning about an object. */
export type Warning = Readonly<z.output<typeof Warning>>;
export const Warning = z
  .object({
    metadata: Metadata,
    involvedObject: z.object({
      kind: z.string().default(''),
      name: z.string().default(''),
      uid: z.string().default(''),
    }),
    reason: z.string().default(''),
    message: z.string().default(''),
    lastTimestamp: z.string().nullish(),
    eventTime: z.string().nullish(),
    series: z.object({ lastObservedTime: z.string() }).nullish(),
  })
  .transform(({ metadata, involvedObject, reason, message, lastTimestamp, eventTime, series }) => ({
    kind: 'Event' as const,
    metadata,
    about: involvedObject,
    reason,
    message,
    at: series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? metadata.creationTimestamp,
  }));
