import type { Clock } from './engine/ports/clock.ts';

/** The clock of the machine. */
export function createClock(): Clock {
  return {
    nowMs: () => Date.now(),
    wakeAfter(delayMs, wake) {
      const timer = setTimeout(wake, Math.min(delayMs, longestDelayMs));
      timer.unref();
      return () => clearTimeout(timer);
    },
  };
}

/** What a timer can hold; a longer wait ends early, and whoever waits looks and waits on. */
const longestDelayMs = 2 ** 31 - 1;
