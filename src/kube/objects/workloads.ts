import { z } from 'zod';
import { Conditions, Metadata } from './metadata.ts';

const Count = z.number().default(0);
const observed = { observedGeneration: z.number().default(0), conditions: Conditions };

export type Deployment = Readonly<z.output<typeof Deployment>>;
export const Deployment = z.object({
  kind: z.literal('Deployment'),
  metadata: Metadata,
  spec: z.object({ replicas: z.number().default(1), paused: z.boolean().default(false) }).prefault({}),
  status: z
    .object({ ...observed, replicas: Count, updatedReplicas: Count, readyReplicas: Count, availableReplicas: Count })
    .prefault({}),
});

export type ReplicaSet = Readonly<z.output<typeof ReplicaSet>>;
export const ReplicaSet = z.object({
  kind: z.literal('ReplicaSet'),
  metadata: Metadata,
  spec: z.object({ replicas: z.number().default(1) }).prefault({}),
  status: z.object({ ...observed, replicas: Count, readyReplicas: Count, availableReplicas: Count }).prefault({}),
});

export type StatefulSet = Readonly<z.output<typeof StatefulSet>>;
export const StatefulSet = z.object({
  kind: z.literal('StatefulSet'),
  metadata: Metadata,
  spec: z
    .object({
      replicas: z.number().default(1),
      updateStrategy: z
        .object({
          type: z.string().default('RollingUpdate'),
          rollingUpdate: z.object({ partition: z.number().default(0) }).nullish(),
        })
        .prefault({}),
    })
    .prefault({}),
  status: z
    .object({
      ...observed,
      replicas: Count,
      readyReplicas: Count,
      updatedReplicas: Count,
      currentRevision: z.string().default(''),
      updateRevision: z.string().default(''),
    })
    .prefault({}),
});

export type DaemonSet = Readonly<z.output<typeof DaemonSet>>;
export const DaemonSet = z.object({
  kind: z.literal('DaemonSet'),
  metadata: Metadata,
  spec: z.object({ updateStrategy: z.object({ type: z.string().default('RollingUpdate') }).prefault({}) }).prefault({}),
  status: z
    .object({
      ...observed,
      desiredNumberScheduled: Count,
      updatedNumberScheduled: Count,
      numberReady: Count,
      numberAvailable: Count,
    })
    .prefault({}),
});

export type Job = Readonly<z.output<typeof Job>>;
export const Job = z.object({
  kind: z.literal('Job'),
  metadata: Metadata,
  spec: z
    .object({
      suspend: z.boolean().default(false),
      completions: z.number().nullish(),
      backoffLimit: z.number().default(6),
    })
    .prefault({}),
  status: z.object({ conditions: Conditions, active: Count, succeeded: Count, failed: Count }).prefault({}),
});
