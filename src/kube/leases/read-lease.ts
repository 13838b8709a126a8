import { z } from 'zod';
import type { ReplicaLease } from '../../engine/ports/leases.ts';
import type { RawObject } from '../raw-object.ts';

const Spec = z.object({ leaseDurationSeconds: z.int().positive() });

/** Reads what a Lease says of its replica. `undefined` where it says nothing: somebody else wrote it. */
export function readLease({ metadata, spec }: RawObject): ReplicaLease | undefined {
  const parsed = Spec.safeParse(spec);
  if (!parsed.success) return undefined;
  const { name: identity, resourceVersion: version } = metadata;
  return { identity, version, durationMs: parsed.data.leaseDurationSeconds * 1_000 };
}
