import { uptime } from 'node:os';
import { createClock } from './create-clock.ts';
import type { Clock } from './engine/ports/clock.ts';

/**
 * The time since the machine began, in steps of 10 ms: nobody sets it, and it goes on while this process is frozen. It is
 * that of `/proc/uptime`, so that what berth starts can read it too. That file is read once a step: it is asked for several
 * times for each thing that changes, and was a thirtieth of what berth computes.
 */
export function createSteadyClock(): Clock {
  let readAtMs = -Infinity;
  let steadyMs = 0;
  const nowMs = () => {
    // This one stands still while the machine is suspended: as it wakes, it may be wrong for a step.
    const atMs = performance.now();
    if (atMs - readAtMs >= stepMs) {
      readAtMs = atMs;
      steadyMs = Math.round(uptime() * 1_000);
    }
    return steadyMs;
  };
  return { ...createClock(), nowMs };
}

const stepMs = 10;
