import type { EngineParts } from './engine-parts.ts';
import type { EnvironmentMemory } from './environment-memory.ts';
import type { QueueLoad } from './key-queue.ts';

export interface HelmLoad extends QueueLoad {
  /** Begun, and without leave to write: what they wait for is not ready. */
  readonly ahead: number;
  readonly slots: number;
}

/** How much Helm has to do at the moment. */
export function readHelmLoad(
  { slots, headStarts }: Pick<EngineParts, 'slots' | 'headStarts'>,
  memories: Iterable<EnvironmentMemory>,
): HelmLoad {
  const waiting = [...memories].reduce((sum, { runner }) => sum + (runner?.waiting ?? 0), slots.size);
  return { working: slots.pending, waiting, ahead: headStarts.count, slots: slots.concurrency };
}
