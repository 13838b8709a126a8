import { z } from 'zod';
import type { RawObject } from '../../../src/kube/raw-object.ts';

/**
 * Whether a Deployment, StatefulSet, DaemonSet or Job is as it was asked for, by what its own controller says of it. Which of them it
 * is shows in what its status counts: a server's list does not repeat the kind.
 */
export function isWorkloadReady({ metadata, spec, status }: RawObject): boolean {
  const { replicas, completions } = Spec.parse(spec ?? {});
  const counts = Status.parse(status ?? {});
  if (counts.conditions.some(({ type, status: value }) => type === 'Complete' && value === 'True')) return true;
  if (completions !== undefined) return false;
  if (counts.observedGeneration < (metadata.generation ?? 0)) return false;
  if (replicas === undefined) return isDaemonSetReady(counts);
  const { replicas: all, updatedReplicas, readyReplicas } = counts;
  return [all, updatedReplicas, readyReplicas].every((count) => count === replicas);
}

const Count = z.number().default(0);
const Spec = z.object({ replicas: z.number().optional(), completions: z.number().optional() });
const Status = z.object({
  observedGeneration: Count,
  conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]),
  ...{ replicas: Count, updatedReplicas: Count, readyReplicas: Count },
  ...{ desiredNumberScheduled: Count, updatedNumberScheduled: Count, numberReady: Count },
});

function isDaemonSetReady(counts: z.output<typeof Status>): boolean {
  const { desiredNumberScheduled, updatedNumberScheduled, numberReady } = counts;
  return updatedNumberScheduled === desiredNumberScheduled && numberReady === desiredNumberScheduled;
}
