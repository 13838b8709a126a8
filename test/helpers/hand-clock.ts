import type { Clock } from '../../src/engine/ports/clock.ts';

/** A clock that stands still until it is moved by hand. */
export interface HandClock extends Clock {
  /** Moves it forward, and wakes on the way whoever asked for it, the earliest first. */
  advance(ms: number): Promise<void>;
}

export function createHandClock(startMs = Date.UTC(2026, 0, 1)): HandClock {
  let nowMs = startMs;
  const waiting = new Set<{ readonly atMs: number; readonly wake: () => void }>();
  return {
    nowMs: () => nowMs,
    wakeAfter: (delayMs, wake) => {
      const one = { atMs: nowMs + delayMs, wake };
      waiting.add(one);
      return () => waiting.delete(one);
    },
    advance: async (ms) => {
      const untilMs = nowMs + ms;
      for (;;) {
        const [next] = [...waiting].filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs);
        if (next === undefined) break;
        waiting.delete(next);
        nowMs = Math.max(nowMs, next.atMs);
        next.wake();
        await settle();
      }
      nowMs = untilMs;
      await settle();
    },
  };
}

/** Lets everything that is under way go as far as it can without time passing. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** More than any chain of works that wake each other takes; one that has no end is cut off here. */
const turns = 40;
