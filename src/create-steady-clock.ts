import { uptime } from 'node:os';
import { createClock } from './create-clock.ts';
import type { Clock } from './engine/ports/clock.ts';

/**
 * The time since the machine began, in steps of 10 ms: nobody sets it, and it goes on while this process is frozen. It is
 * that of `/proc/uptime`, so that what berth starts can read it too. That file is read once a step: it is asked for several
 * times for each thing that changes, and was a thirtieth of what berth computes.
 */
export function createSteadyClock(machine: MachineTime = thisMachine): Clock {
  let read = { elapsedMs: -Infinity, dateMs: -Infinity, steadyMs: 0 };
  const nowMs = () => {
    const [elapsedMs, dateMs] = [machine.elapsedMs(), machine.dateMs()];
    // While the machine is suspended the one stands still; the other jumps as it wakes.
    const isOld = elapsedMs - read.elapsedMs >= stepMs || Math.abs(dateMs - read.dateMs) >= stepMs;
    if (isOld) read = { elapsedMs, dateMs, steadyMs: Math.round(machine.uptimeS() * 1_000) };
    return read.steadyMs;
  };
  return { ...createClock(), nowMs };
}

interface MachineTime {
  uptimeS(): number;
  elapsedMs(): number;
  dateMs(): number;
}

const stepMs = 10;

const thisMachine: MachineTime = {
  uptimeS: () => uptime(),
  elapsedMs: () => performance.now(),
  dateMs: () => Date.now(),
};
