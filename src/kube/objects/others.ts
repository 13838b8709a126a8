import { z } from 'zod';
import { Metadata } from './metadata.ts';

export type PersistentVolumeClaim = Readonly<z.output<typeof PersistentVolumeClaim>>;
export const PersistentVolumeClaim = z.object({
  kind: z.literal('PersistentVolumeClaim'),
  metadata: Metadata,
  spec: z.object({ storageClassName: z.string().nullish() }).prefault({}),
  status: z.object({ phase: z.string().default('Pending') }).prefault({}),
});

export type Service = Readonly<z.output<typeof Service>>;
export const Service = z.object({
  kind: z.literal('Service'),
  metadata: Metadata,
  spec: z.object({ type: z.string().default('ClusterIP') }).prefault({}),
  status: z.object({ loadBalancer: z.object({ ingress: z.array(z.unknown()).nullish() }).prefault({}) }).prefault({}),
});

export type Ingress = Readonly<z.output<typeof Ingress>>;
export const Ingress = z.object({ kind: z.literal('Ingress'), metadata: Metadata });

export type StorageClass = Readonly<z.output<typeof StorageClass>>;
export const StorageClass = z.object({
  kind: z.literal('StorageClass'),
  metadata: Metadata,
  volumeBindingMode: z.string().default('Immediate'),
});

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
