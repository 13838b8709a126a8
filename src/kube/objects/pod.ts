import { z } from 'zod';
import { Conditions, Metadata } from './metadata.ts';

const Terminated = z.object({
  exitCode: z.number().default(0),
  reason: z.string().default(''),
  message: z.string().default(''),
  // Both are null for a container of which the kubelet knows no more than that it is gone.
  startedAt: z.string().nullish(),
  finishedAt: z.string().nullish(),
});

const ContainerState = z
  .object({
    waiting: z.object({ reason: z.string().default(''), message: z.string().default('') }).optional(),
    running: z.object({ startedAt: z.string().nullish() }).optional(),
    terminated: Terminated.optional(),
  })
  .prefault({});

export type ContainerStatus = Readonly<z.output<typeof ContainerStatus>>;
export const ContainerStatus = z.object({
  name: z.string(),
  image: z.string().default(''),
  ready: z.boolean().default(false),
  restartCount: z.number().default(0),
  state: ContainerState,
  lastState: ContainerState,
});

const ContainerStatuses = z
  .array(ContainerStatus)
  .nullish()
  .transform((statuses) => statuses ?? []);

const Containers = z
  .array(z.object({ name: z.string(), image: z.string().default('') }))
  .nullish()
  .transform((containers) => containers ?? []);

export type Pod = Readonly<z.output<typeof Pod>>;
export const Pod = z.object({
  kind: z.literal('Pod'),
  metadata: Metadata,
  spec: z.object({ containers: Containers, initContainers: Containers, restartPolicy: z.string().default('Always') }),
  status: z
    .object({
      phase: z.string().default('Pending'),
      reason: z.string().default(''),
      message: z.string().default(''),
      conditions: Conditions,
      containerStatuses: ContainerStatuses,
      initContainerStatuses: ContainerStatuses,
    })
    .prefault({}),
});
