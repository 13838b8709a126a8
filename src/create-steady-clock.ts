import { uptime } from 'node:os';
import { createClock } from './create-clock.ts';
import type { Clock } from './engine/ports/clock.ts';

/**
 * The time since the machine began, in steps of 10 ms: nobody sets it, and it goes on while this process is frozen. It is
 * that of `/proc/uptime`, so that what berth starts can read it too.
 */
export function createSteadyClock(): Clock {
  return { ...createClock(), nowMs: () => Math.round(uptime() * 1_000) };
}
